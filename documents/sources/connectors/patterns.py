"""Choose files by the patterns of a source: `*` inside a name, `**` across folders."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

# As Unix hides files, as Office locks them, as Windows marks what was deleted; and what desktops leave in folders.
HIDDEN = (".", "~$", "$")
LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "system volume information"})


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Take what `include` names (everything where it names nothing), less what `exclude` names."""

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def takes(self, path: str) -> bool:
        """Say whether a file is wanted."""
        if is_hidden(path):
            return False
        is_included = not self.include or any(matches(path, pattern) for pattern in self.include)
        return is_included and not self.shuts(path)

    def shuts(self, path: str) -> bool:
        """Say whether a file or a whole folder is hidden or excluded, itself or by a folder above it."""
        if is_hidden(path):
            return True
        parts = path.split("/")
        above = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
        return any(matches(folder, pattern) for folder in above for pattern in self.exclude)


def is_hidden(path: str) -> bool:
    """Say whether a file or a folder above it is one that programs keep for themselves."""
    return any(
        name.startswith(HIDDEN) or name.lower() in LITTER
        for name in path.split("/")
        if name not in {"", ".", ".."}
    )


def matches(path: str, pattern: str) -> bool:
    """Compare without regard to case; a pattern without a slash is one for the last name alone, wherever it stands."""
    names, wanted = path.lower().split("/"), pattern.lower().strip("/").split("/")
    if len(wanted) == 1 and not pattern.startswith("/") and wanted != ["**"]:
        return fnmatchcase(names[-1], wanted[0])
    return _is_path(names, wanted)


def _is_path(names: list[str], wanted: list[str]) -> bool:
    """Match segment by segment in one pass over both, so that no pattern takes exponential time."""
    reached = {0}
    for part in wanted:
        if part == "**":
            reached = set(range(min(reached, default=len(names) + 1), len(names) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(names) and fnmatchcase(names[at], part)}
    return len(names) in reached
