"""Test the workers without a ledger."""
