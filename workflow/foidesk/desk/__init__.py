"""What a clerk can do: one function is one act is one transaction."""
