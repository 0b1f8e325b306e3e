"""Remember what a step was done with, so that nothing unchanged is done again; standard library only."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *, words: Iterable[str] = ()) -> str:
    """Return a digest of the content of files and folders, and of further words."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"\0{file.relative_to(path.parent)}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    """Tell whether the step was done with the same content."""
    return stamp.is_file() and stamp.read_text() == mark


def mark_done(stamp: Path, mark: str) -> None:
    """Remember that the step was done with this content."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
