"""What a tenant keeps for its search either changes answers or only notes how something went."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.conf import settings

from documents.search.standing import WITHOUT_EFFECT
from tests.architecture.test_guards import modules

# Kept answers end with a change of these, and of no others.
WITH_EFFECT = {"ranker", "search", "synonyms", "weights"}


def written_in(path: Path) -> Iterator[str]:
    """Return under which names a module keeps something; a name that is handed to it is another module's."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Name(id="write_tuning" | "lock_tuning"), args=[ast.Name(id=name), *_]):
                module = import_module(".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts))
                if hasattr(module, name):
                    yield getattr(module, name)


def test_what_only_notes_something_is_known_to_end_no_kept_answer() -> None:
    """Whoever keeps something under another name says here or there which of both it is."""
    written = {name for path in modules() for name in written_in(path)}
    assert written == WITH_EFFECT | set(WITHOUT_EFFECT)
