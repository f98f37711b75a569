"""Letters as paper: a template and facts become a PDF and a DOCX."""
