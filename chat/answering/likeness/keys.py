"""Name what an answer may be given again under: who sees the same, asked within the same bounds, by the same parts."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from uuid import UUID


def key_of(parts: Mapping[str, object]) -> UUID:
    """Return the digest of everything beside its words that decides what a question's answer is."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return UUID(bytes=blake2b(text.encode(), digest_size=16).digest())
