"""Speak to a cluster of language model servers as if it were one that does not fail."""
