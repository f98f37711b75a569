"""Applicants over the years: what they asked for, and which records of people are one person."""
