"""Check what comes in before a model reads it."""
