"""Every command, by importing the modules that define them."""

from foidesk.cli import applications, calculators, calendar, demo, letters, office

__all__ = ["applications", "calculators", "calendar", "demo", "letters", "office"]
