"""Know the language models: what they can be trusted with and how much they read."""

from dataclasses import dataclass, replace

from chat.types import AnswerMode


@dataclass(frozen=True, kw_only=True)
class ModelEntry:
    """Describe a model: in mode "quote" it only phrases what our own reader found.

    `context_tokens` bounds prompt and answer together, `answer_tokens` is the answer's share, `served_as` the
    name that its server expects.
    """

    id: str
    title: str
    mode: AnswerMode
    context_tokens: int
    answer_tokens: int
    licence: str
    served_as: str
    supports_system: bool = True
    temperature: float = 0.0


GENERIC = ModelEntry(
    id="generic",
    title="The company's own model",
    mode="generate",
    context_tokens=8_192,
    answer_tokens=1_024,
    licence="as served",
    served_as="tgi",
    temperature=0.1,
)

MODELS: tuple[ModelEntry, ...] = (
    ModelEntry(
        id="smollm2-135m",
        title="SmolLM2 135M (demo model: answers are quoted)",
        mode="quote",
        context_tokens=2_048,
        answer_tokens=96,
        licence="Apache-2.0",
        served_as="smollm2-135m",
    ),
    GENERIC,
)


def model_entry(name: str) -> ModelEntry:
    """Give the entry of a registry id; any other name is a capable model that is served under that name."""
    for entry in MODELS:
        if entry.id == name:
            return entry
    return replace(GENERIC, id=name, title=name, served_as=name)


def with_context(entry: ModelEntry, context_tokens: int) -> ModelEntry:
    """Give the entry as a server with another context serves it; the answer takes a quarter at most."""
    answer_tokens = min(entry.answer_tokens, context_tokens // 4)
    return replace(entry, context_tokens=context_tokens, answer_tokens=answer_tokens)
