"""Pages: each view parses, reads stored snapshots and renders. Nothing is computed twice."""
