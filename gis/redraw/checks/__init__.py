"""The full check, one kind of fault a file; each module has a function `check`."""
