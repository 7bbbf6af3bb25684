"""The kinds of data a town has, one file each; the file's name is the kind's name on the command line."""
