"""Embed a question by each model whose vectors it meets, outside of any transaction."""

import logging
from collections.abc import Iterable, Sequence

from django.conf import settings

from documents.context import query_embedder
from documents.embedding.registry import entries, entry_of_revision
from documents.embedding.types import EMBEDDER_DOWN
from documents.search.statement import Model, QuestionVector

logger = logging.getLogger(__name__)


class Unembedded(Exception):
    """Leave a search that needs a question by other models too, or other questions; no transaction may be open then."""

    def __init__(self, models: frozenset[Model], texts: Sequence[str] = ()) -> None:
        super().__init__("the question is to be embedded first")
        self.models = models
        self.texts = texts


class Questions:
    """Hold a question by each model that embedded it, once; None where the model is down."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._known: dict[Model, QuestionVector | None] = {}
        self._beside: dict[str, Questions] = {}

    def beside(self, text: str) -> "Questions":
        """Return another question that is searched for beside this one."""
        return self._beside.setdefault(text, Questions(text))

    def embed(self, models: Iterable[Model]) -> None:
        """Embed the question by those models that have not yet, outside of any transaction."""
        for model in models:
            if model not in self._known:
                self._known[model] = _embedded(self._question, model)

    def by(self, model: Model) -> QuestionVector | None:
        """Return the question by a model; raise Unembedded where it did not embed it yet."""
        if model not in self._known:
            raise Unembedded(frozenset([model]))
        return self._known[model]

    def without(self, models: Iterable[Model]) -> frozenset[Model]:
        """Return which of these models have not embedded the question yet."""
        return frozenset(models) - self._known.keys()


def usual_model() -> Model:
    """Return the model that embeds questions where nothing answers yet."""
    entry = entries().get(settings.EMBEDDER)
    return (settings.EMBEDDER, entry.revision if entry else "")


def _embedded(question: str, model: Model) -> QuestionVector | None:
    """Return the question as a revision of a model places it; without its model the lexical leg searches alone."""
    embedder, revision = model
    try:
        entry_of_revision(embedder, revision)
        values = query_embedder(embedder).embed_query(question)
    except EMBEDDER_DOWN as failure:
        logger.warning("questions cannot be embedded", extra={"embedder": embedder, "reason": str(failure)})
        return None
    return QuestionVector(embedder=embedder, revision=revision, values=values)
