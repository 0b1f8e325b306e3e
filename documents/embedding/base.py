"""Say of an embedder what its entry in the registry says."""

from documents.embedding.registry import EmbedderEntry


class EntryEmbedder:
    """Be named and measured as an entry is; what embeds derives from it."""

    def __init__(self, entry: EmbedderEntry) -> None:
        """Keep the entry."""
        self._entry = entry

    @property
    def name(self) -> str:
        """Return the registry id of the model."""
        return self._entry.id

    @property
    def revision(self) -> str:
        """Return the revision of its weights, or the one that the operator of a server named."""
        return self._entry.revision

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self._entry.dimensions

    @property
    def max_tokens(self) -> int:
        """Return how many tokens it reads."""
        return self._entry.max_tokens
