"""Tables that people send, as spreadsheet or CSV: opened as rows of text, or refused with what to do about the file."""
