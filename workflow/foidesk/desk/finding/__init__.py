"""Finding applications by the words in them, although names and requests are sealed at rest."""
