"""The index of what is already public, from which a reply under article 36, item 1, names the exact place."""
