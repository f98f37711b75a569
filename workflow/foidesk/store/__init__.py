"""The database: the event log is the truth, everything else can be rebuilt from it."""
