"""Medals: the table, and what else can be read from the medals held."""
