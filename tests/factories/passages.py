"""Make passages for the tests of answers."""

from uuid import UUID, uuid5

from documents.types import DocumentRef, Passage, Scores

SPACE = UUID(int=9)


def passage(text: str, title: str, *, tokens: int = 20) -> Passage:
    """Make a passage that begins at character 100 of page 2 of its document."""
    return Passage(
        chunk_id=uuid5(SPACE, text),
        document=DocumentRef(
            id=uuid5(SPACE, title), external_id=title, title=title, url="", collection="hr", version=1
        ),
        text=text,
        page=2,
        section=(title,),
        start=100,
        end=100 + len(text),
        score=0.5,
        scores=Scores(),
        tokens=tokens,
    )
