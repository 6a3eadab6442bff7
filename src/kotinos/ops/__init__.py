"""Running a Games: what is measured and kept, what is wrong, copies of it all, what a machine can promise."""
