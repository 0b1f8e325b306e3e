"""Turn text into the terms by which it is found."""
