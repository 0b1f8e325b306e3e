"""Turn a file into clean text with its structure, and the text into chunks."""
