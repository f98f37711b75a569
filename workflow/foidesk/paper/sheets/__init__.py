"""Sheets printed beside the letters: address labels and registers."""
