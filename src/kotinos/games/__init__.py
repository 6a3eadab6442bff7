"""Projections of the log for asking questions: organisations, participants, schedule, results, medals."""
