"""Train what ranks, and keep the record of it."""
