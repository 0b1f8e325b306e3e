"""Answer the REST calls of documents."""
