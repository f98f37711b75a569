"""The papers of an application as files: what may be kept, keeping, giving out, taking away."""
