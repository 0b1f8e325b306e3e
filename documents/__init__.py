"""Keep what a company knows: documents, their chunks and the search over them."""
