"""The edits, one file each; the file's name is the edit's kind."""
