"""Look through a Git pack before it is unpacked: small packs can hold objects of any size."""

import zlib
from typing import BinaryIO

from documents.sources.types import SourceFailed

OBJECT_LIMIT_BYTES = 256_000_000
# All objects of a pack, unpacked, to what they take packed: text reaches ten.
MOST_TIMES = 100
LEAST_TOTAL_BYTES = 1_000_000_000
HEADER, TRAILER_BYTES, READ_BYTES = 12, 20, 65_536
OFS_DELTA, REF_DELTA = 6, 7


def check_pack(file: BinaryIO, size_bytes: int) -> None:
    """Raise SourceFailed for a pack with an object, or all of them together, beyond the limits."""
    file.seek(0)
    magic = file.read(HEADER)
    if magic[:4] != b"PACK":
        raise SourceFailed("failed", "The repository sent something that is no pack.")
    scan, total = _Scan(file), 0
    for _ in range(int.from_bytes(magic[8:12], "big")):
        total += scan.object_bytes()
        if total > max(LEAST_TOTAL_BYTES, MOST_TIMES * size_bytes):
            raise too_large()


def too_large() -> SourceFailed:
    """Return what is said of a repository with an object, or a sum of them, beyond the limits."""
    return SourceFailed("too_large", "The repository holds more than may be unpacked; name a smaller one.")


class _Scan:
    """Read one object after the other, keeping none."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = b""

    def object_bytes(self) -> int:
        """Return how much the next object takes, unpacked: of a delta, what it makes of its base."""
        kind, declared = self._header()
        if kind == OFS_DELTA:
            while self._byte() & 0x80:
                pass
        elif kind == REF_DELTA:
            self._take(20)
        if declared > OBJECT_LIMIT_BYTES:
            raise too_large()
        first = self._inflated(declared)
        return max(declared, _delta_result(first)) if kind in {OFS_DELTA, REF_DELTA} else declared

    def _header(self) -> tuple[int, int]:
        byte = self._byte()
        kind, size, shift = (byte >> 4) & 7, byte & 15, 4
        while byte & 0x80:
            byte = self._byte()
            size |= (byte & 0x7F) << shift
            shift += 7
            if shift > 63:
                raise too_large()
        return kind, size

    def _inflated(self, declared: int) -> bytes:
        """Pass over an object's data, and return how it begins."""
        inflater, first, total = zlib.decompressobj(), b"", 0
        pending = b""
        while not inflater.eof:
            pending = pending or self._more()
            out = inflater.decompress(pending, READ_BYTES)
            pending = inflater.unconsumed_tail
            first = first or out[:32]
            total += len(out)
            if total > declared:
                raise too_large()
        self._left = inflater.unused_data + self._left
        return first

    def _byte(self) -> int:
        return self._take(1)[0]

    def _take(self, count: int) -> bytes:
        while len(self._left) < count:
            self._left += self._read()
        taken, self._left = self._left[:count], self._left[count:]
        return taken

    def _more(self) -> bytes:
        if self._left:
            held, self._left = self._left, b""
            return held
        return self._read()

    def _read(self) -> bytes:
        part = self._file.read(READ_BYTES)
        if not part:
            raise SourceFailed("failed", "The repository sent a pack that is cut off.")
        return part


def _delta_result(first: bytes) -> int:
    """Return the second of the two sizes with which a delta begins; raise SourceFailed beyond the limit."""
    sizes, at = [], 0
    for _ in range(2):
        size, shift = 0, 0
        while at < len(first):
            byte, at = first[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        sizes.append(size)
    if sizes[1] > OBJECT_LIMIT_BYTES:
        raise too_large()
    return sizes[1]
