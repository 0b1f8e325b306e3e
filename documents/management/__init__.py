"""Let operators work with documents from the shell."""
