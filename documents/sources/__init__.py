"""Bring in documents from where they live."""
