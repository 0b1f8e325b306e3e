"""Read filters: what is asked of documents, as a tree that is compiled to SQL elsewhere."""
