"""Plant words that nobody else has in every field of what one group reads, and look for them elsewhere."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

GROUP = "engineering"
# What everybody's document and the hidden one have in common, so that a search for it could find both.
COMMON = "carry over leave into April"
HIDDEN_PAGE = """<html><head><title>{heading}</title><meta name="author" content="{author}"></head><body>
<h1>{heading}</h1><p>Lanterns {text} may carry over leave into April. The Zentral Quartz Xylem ({acronym}) decides.</p>
<h2>{section}</h2><p>Those of {text} wait until May, and carry over nothing.</p></body></html>"""


@dataclass
class Canaries:
    """Hold the planted words by where they stand, and the ids of what holds them."""

    words: dict[str, str] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return the word of a field, made where it is asked for first."""
        return self.words.setdefault(name, f"zq{uuid4().hex[:14]}")

    def found_in(self, text: str, *, but: Iterable[str] = ()) -> list[str]:
        """Return the fields whose words stand in a text, less those that the asker said themselves."""
        text = text.lower()
        return [name for name, word in self.words.items() if word in text and word not in set(but)]


def send(client: APIClient, method: str, path: str, body: Any = None, *, form: str = "json") -> Any:
    """Call the API as somebody who may, and return what it said."""
    answer = getattr(client, method)(f"/api/v1/{path}", body, format=form)
    assert answer.status_code < 300, (method, path, answer.content)
    return answer.json()


def upload(client: APIClient, content: str, name: str, **fields: Any) -> Any:
    """Upload a file as somebody who may."""
    file = SimpleUploadedFile(name, content.encode(), "text/html")
    return send(client, "post", "documents", {**fields, "file": file}, form="multipart")


def open_ground(owner: APIClient) -> None:
    """Make what everybody sees: a collection with a document."""
    send(owner, "post", "collections", {"slug": "open", "name": "Open"})
    upload(owner, f"<p>Everybody may {COMMON}.</p>", "open.html", collection="open", external_id="open")


def plant(owner: APIClient, run_jobs: Callable[[], int]) -> Canaries:
    """Plant a closed collection, and in the open one a document of closed readers, with a history and a failure."""
    made = Canaries()
    closed = f"c{made['slug']}"
    fields = {"slug": closed, "name": made["name"], "description": made["description"], "readers": [GROUP]}
    send(owner, "post", "collections", fields)
    for collection in (closed, "open"):
        made.ids[collection] = _hidden(owner, made, collection, run_jobs)
    broken = {"collection": "open", "readers": GROUP, "title": made["broken"]}
    made.ids["broken"] = upload(owner, "%PDF-1.4 broken", f"{made['file_of_broken']}.pdf", **broken)["id"]
    made.ids["closed"] = closed
    run_jobs()
    return made


def _hidden(owner: APIClient, made: Canaries, collection: str, run_jobs: Callable[[], int]) -> str:
    said = {
        "collection": collection,
        "readers": GROUP,
        "external_id": made[f"external_id_{collection[:4]}"],
        "url": f"https://{made['url']}.example/",
        "metadata": f'{{"{made["key"]}": "{made["value"]}", "team": "{made["team"]}"}}',
    }
    for title in ("old_title", "title"):
        page = HIDDEN_PAGE.format(
            heading=made[f"heading_{title}"],
            author=made["author"],
            text=made["text"],
            acronym=made["acronym"].upper(),
            section=made["section"],
        )
        shown = upload(owner, page, f"{made['filename']}.html", title=made[title], **said)
        run_jobs()
    return str(shown["id"])


def misspelt(word: str) -> str:
    """Return a word with two of its letters exchanged, as somebody in a hurry types it."""
    middle = len(word) // 2
    return word[:middle] + word[middle + 1] + word[middle] + word[middle + 2 :]


def questions(made: Canaries) -> Iterator[str]:
    """Yield questions that would find what is hidden: by common words, by each word itself, by a slip of the pen."""
    yield COMMON
    yield "Zentral Quartz Xylem"
    for name in ("text", "title", "heading_title", "acronym", "external_id_open", "value"):
        yield made[name]
        yield misspelt(made[name])
    yield f'"{made["text"]} may carry"'
    yield f"leave -{made['text']}"
