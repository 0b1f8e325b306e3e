"""Read one kind of place each; the libraries that a connector needs are loaded with it alone."""
