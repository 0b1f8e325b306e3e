"""Hold what was understood of a question, all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Synonyms:
    """Hold terms that mean the same; one way: the first is also asked by the others, which are not asked by it."""

    terms: tuple[str, ...]
    one_way: bool = False


@dataclass(frozen=True, kw_only=True)
class Definition:
    """Hold a short form that texts explain by a long one, and how many do: PTO, paid time off."""

    short: str
    long: str
    documents: int = 1


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """Say which words of a question were replaced by which."""

    term: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Variant:
    """Hold one way to ask a part of a question; what it finds counts by its weight."""

    text: str
    part: int = 0
    weight: float = 1.0
    replaced: tuple[Replaced, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Period:
    """Hold the days that a question is about, both included, by the words that say so.

    Without bounds it asks for what holds now; None leaves a side open. `is_named` where the words may as well be a
    title's: "the 2024 travel policy".
    """

    words: str
    since: date | None = None
    until: date | None = None
    is_named: bool = False

    @property
    def is_present(self) -> bool:
        """Say whether the newest is wanted."""
        return self.since is None and self.until is None


@dataclass(frozen=True, kw_only=True)
class Step:
    """Say what one step made of a question, and how long it took; nothing found is a step, too."""

    name: str
    took_ms: float
    found: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Switches:
    """Say which steps a tenant wants."""

    question_language: bool = True
    split_questions: bool = True
    expand_synonyms: bool = True
    time_words: bool = True


@dataclass(frozen=True, kw_only=True)
class Understood:
    """Hold what is to be searched for in place of a question, which stands first among the variants."""

    question: str
    language: str
    variants: tuple[Variant, ...]
    period: Period | None = None
    as_of: date | None = None
    steps: tuple[Step, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the questions that a compound one was split into; none where it asks for one thing."""
        return tuple(one.text for one in self.variants if one.part > 0 and not one.replaced)

    @property
    def is_plain(self) -> bool:
        """Say whether the question is searched for as it stands, and nothing beside it."""
        return len(self.variants) == 1 and self.period is None and self.as_of is None
