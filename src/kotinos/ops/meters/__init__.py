"""The meters of all processes, gathered: figures, their history, what is wrong."""
