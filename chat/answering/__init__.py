"""Answer a question from passages, with citations that can be checked."""
