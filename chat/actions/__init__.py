"""Change what chat keeps: one verb each, in one durable transaction."""
