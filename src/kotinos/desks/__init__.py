"""What the people of a Games work at: for now the reports of errors that readers send."""
