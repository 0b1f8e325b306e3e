"""Remember the vectors of sentences: the same passages are read again and again."""

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from threading import Lock
from uuid import UUID

import numpy as np

from chat.answering.types import Embedder, Vectors

_REMEMBERED = 8_192  # 12 MiB of 384-dimension vectors


class Memory:
    """Embed each text of a tenant once while it is remembered; keeps digests and vectors, never texts."""

    def __init__(self, embedder: Embedder, remembered: int = _REMEMBERED) -> None:
        """Begin with nothing remembered; safe to share between threads."""
        self._embedder = embedder
        self._limit = remembered
        self._vectors: OrderedDict[bytes, Vectors] = OrderedDict()
        self._lock = Lock()

    def of(self, tenant: UUID) -> "RememberingEmbedder":
        """Give the embedder that remembers what this tenant has read, and nothing that another has.

        How fast an answer begins would else tell whether another tenant has a text.
        """
        return RememberingEmbedder(self, tenant)

    def embed_passages(self, texts: Sequence[str], tenant: UUID) -> Vectors:
        """Give (n, d) float32 of unit length."""
        keys = [_key(text, tenant) for text in texts]
        with self._lock:
            known = {key: self._vectors[key] for key in keys if key in self._vectors}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            known |= dict(zip(missing, self._embedder.embed_passages(list(missing.values())), strict=True))
        self._remember(known)
        return np.array([known[key] for key in keys], dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        """Give (d,) float32 of unit length."""
        return self._embedder.embed_query(text)

    def _remember(self, used: dict[bytes, Vectors]) -> None:
        with self._lock:
            for key, vector in used.items():
                self._vectors[key] = vector
                self._vectors.move_to_end(key)
            while len(self._vectors) > self._limit:
                self._vectors.popitem(last=False)


class RememberingEmbedder:
    """Embed for one tenant."""

    def __init__(self, memory: Memory, tenant: UUID) -> None:
        """Keep whose texts these are."""
        self._memory = memory
        self._tenant = tenant

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Give (n, d) float32 of unit length."""
        return self._memory.embed_passages(texts, self._tenant)

    def embed_query(self, text: str) -> Vectors:
        """Give (d,) float32 of unit length."""
        return self._memory.embed_query(text)


def _key(text: str, tenant: UUID) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=tenant.bytes).digest()
