"""Test what runs behind against a real broker."""
