"""The language: codes, messages, reader, writer, checks. Pure."""
