"""The law, pure: no file, no database, no wall clock."""
