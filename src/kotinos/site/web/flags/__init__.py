"""Flags of organisations: where they come from, the one sheet they travel in, and their addresses."""
