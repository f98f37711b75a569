"""Work that takes longer than a page may: asked for in one transaction, carried out by whoever comes first, fetched."""
