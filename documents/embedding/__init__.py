"""Turn text into vectors, by one of several runtimes behind one Protocol."""
