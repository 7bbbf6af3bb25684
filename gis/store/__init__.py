"""The only place with SQL: tables, sessions, one file per noun, and the private cluster."""
