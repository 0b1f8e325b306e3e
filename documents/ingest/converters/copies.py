"""Bound how often the texts of merged cells are said again in the places that they cover."""


class Copies:
    """Count the characters that copies take; once there are too many, a text stands at its corner alone."""

    def __init__(self, most_characters: int = 2_000_000) -> None:
        """Allow so many."""
        self._left = most_characters

    def are_allowed(self, text: str, places: int) -> bool:
        """Say whether a text may stand at so many places, and count them."""
        # What parts the cells takes room too, even where they are empty.
        wanted = (len(text) + 3) * (places - 1)
        if wanted > self._left:
            return False
        self._left -= wanted
        return True
