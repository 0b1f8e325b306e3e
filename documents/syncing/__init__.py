"""Keep documents in step with the places they come from."""
