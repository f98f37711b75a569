"""The sample year: an invented ledger with its facts, people to work on it, and the same year around any day."""
