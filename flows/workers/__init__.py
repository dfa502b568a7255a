"""Worker processes that can be killed: a bad input costs its own item and nothing else."""
