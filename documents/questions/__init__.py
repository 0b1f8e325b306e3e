"""Understand a question before it is searched for: its parts, other words for it, the time it is about."""
