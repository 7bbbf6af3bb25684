"""Files of other programs, read as they stand and written so that they read back equal; no database here."""
