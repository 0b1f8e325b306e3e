"""Pair questions that ask the same, and such as only seem to: by hand, by rules, and from the open sets."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from chat.answering.likeness import folded
from documents.embedding.types import Embedder

BY_HAND = Path(__file__).with_suffix(".tsv")
# Of each open set: so many of the nearest pairs of questions that other passages answer.
NEAREST = 400

# The same need, differently begun; the place behind is what is asked about.
SAME_FRAMES = {
    "en": (
        ("How do I {}?", "How can I {}?", "What is the best way to {}?", "Could you tell me how to {}?"),
        ("May I {}?", "Am I allowed to {}?", "Is it okay to {}?", "can i {}"),
        ("Must I {}?", "Do I have to {}?", "Am I required to {}?"),
    ),
    "de": (("Darf ich {}?", "darf man {}", "Kann ich {}, bitte?"), ("Muss ich {}?", "Müssen wir {}?")),
    "fr": (("Comment puis-je {} ?", "Comment faire pour {} ?"), ("Puis-je {} ?", "Est-ce qu'on peut {} ?")),
    "es": (("¿Cómo puedo {}?", "¿Cómo se puede {}?"), ("¿Puedo {}?", "¿Se puede {}?")),
}
# What is done, and what is done instead: one word apart.
DEEDS = {
    "en": (
        ("request parental leave", "request unpaid leave"),
        ("work from home on Mondays", "work from home on Fridays"),
        ("claim the cost of a train ticket", "claim the cost of a flight ticket"),
        ("share files with clients", "share files without clients"),
        ("install Docker 24", "install Docker 25"),
        ("park at the Kassel office", "park at the Bremen office"),
        ("open a ticket for hardware", "close a ticket for hardware"),
        ("order a laptop for a new colleague", "order a phone for a new colleague"),
        ("leave before 5 pm", "leave after 5 pm"),
        ("extend a contract with a supplier", "end a contract with a supplier"),
    ),
    "de": (
        ("einen Laptop bestellen", "ein Telefon bestellen"),
        ("mit Hund kommen", "ohne Hund kommen"),
        ("vor 9 Uhr beginnen", "nach 9 Uhr beginnen"),
        ("am Montag von zu Hause arbeiten", "am Freitag von zu Hause arbeiten"),
    ),
    "fr": (
        ("commander un ordinateur", "commander un téléphone"),
        ("partir avant 17 heures", "partir après 17 heures"),
        ("partager un fichier avec un client", "partager un fichier sans client"),
    ),
    "es": (
        ("pedir un portátil", "pedir un teléfono"),
        ("salir antes de las 5", "salir después de las 5"),
        ("viajar con mascota", "viajar sin mascota"),
    ),
}


@dataclass(frozen=True)
class Pair:
    """Hold two questions, and whether one answer answers both."""

    kind: str
    language: str
    one: str
    other: str
    is_same: bool


def by_hand() -> list[Pair]:
    """Return the pairs that people wrote."""
    rows = (line.split("\t") for line in BY_HAND.read_text(encoding="utf-8").splitlines())
    return [Pair("hand", language, one, other, same == "1") for language, same, one, other in rows]


def by_rules() -> list[Pair]:
    """Return pairs of one deed in two frames, of two deeds in frames that mean the same, and of different frames."""
    return [pair for language in SAME_FRAMES for pair in _of_language(language)]


def _of_language(language: str) -> Iterator[Pair]:
    for deed, other_deed in DEEDS[language]:
        for frames in SAME_FRAMES[language]:
            for one, other in combinations(frames, 2):
                yield Pair("rules", language, one.format(deed), other.format(deed), True)
            for one, other in zip(frames, reversed(frames), strict=True):
                yield Pair("rules", language, one.format(deed), other.format(other_deed), False)
        for frames, others in combinations(SAME_FRAMES[language], 2):
            yield Pair("rules", language, frames[0].format(deed), others[0].format(deed), False)


def from_open_set(
    name: str, questions: dict[str, str], judgements: dict[str, dict[str, int]], embedder: Embedder
) -> list[Pair]:
    """Return the nearest pairs of a set's questions that no passage answers both of: none asks the same."""
    ids = [key for key in questions if judgements.get(key)]
    vectors = np.stack([embedder.embed_query(questions[key]) for key in ids])
    nearness = vectors @ vectors.T
    rows, columns = np.triu_indices(len(ids), k=1)
    found: list[Pair] = []
    for at in np.argsort(-nearness[rows, columns]):
        one, other = ids[rows[at]], ids[columns[at]]
        if not judgements[one].keys() & judgements[other].keys() and not _is_same(
            questions[one], questions[other]
        ):
            found.append(Pair(name, "en", questions[one], questions[other], False))
        if len(found) == NEAREST:
            break
    return found


def _is_same(one: str, other: str) -> bool:
    return folded(one) == folded(other)
