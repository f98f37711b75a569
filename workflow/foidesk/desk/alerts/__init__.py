"""Deadlines in force: who is told what and when, each step of each day once."""
