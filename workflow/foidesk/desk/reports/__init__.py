"""The annual report: its figures from the index and the logs, each traceable to its cases; what is entered by hand;
what was published; and the report as paper, sheet, page and data."""
