"""Statistics of a year, as the register stands or as it stood: figures, who asked most, what was asked repeatedly."""
