"""Benches: each measures one promise and says whether it holds. ``python -m bench --list``."""
