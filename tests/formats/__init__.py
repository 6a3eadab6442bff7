"""Tests of other people's files."""
