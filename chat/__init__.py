"""Answer people's questions from their company's documents."""
