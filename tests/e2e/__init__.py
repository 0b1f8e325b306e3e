"""Try the product in a real browser, as the cast would."""
