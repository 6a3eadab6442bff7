"""Copies of everything that is kept, made while it runs, and put back."""
