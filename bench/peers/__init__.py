"""Other tools over the same shop."""
