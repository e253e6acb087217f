"""The tasks, by name. A module for each group."""
