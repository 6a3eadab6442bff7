"""Plumbing that knows no sport and no Games."""
