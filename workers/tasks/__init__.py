"""Open the door: each task takes the next jobs of one queue."""
