"""Running a Games: what is measured and kept, and what is wrong."""
