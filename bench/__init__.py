"""Ours against peers, in one run; equality is checked before anything is timed."""
