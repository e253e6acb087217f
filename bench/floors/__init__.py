"""How fast it could be: what databases and programs take that do nothing but the one thing."""
