"""Change collections, documents and index versions; each action is one transaction."""
