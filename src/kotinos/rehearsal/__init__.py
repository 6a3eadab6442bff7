"""Made-up Games: seeded, complete, believable streams of messages. Pure."""
