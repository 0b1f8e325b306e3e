"""Change who belongs where, each change one transaction."""
