"""Answer REST calls about questions, conversations and feedback."""
