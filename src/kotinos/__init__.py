"""Kotinos: an open Games cloud. A Games is a log of messages; everything else is a reading of that log."""
