"""Stand in for what tests do not reach, and can be told to fail."""
