"""Tell by its frame what a question asks for: how many, how, whether one may, when, who."""

import re
from dataclasses import dataclass
from typing import Final

_ASKER = r"(?:i|we|you|one|people|someone|anyone|somebody|an? employees?|employees|the staff)"


@dataclass(frozen=True)
class Frame:
    """Say what a question asks for, and by which beginning it is known, which is left out of what it asks about."""

    asks: str
    pattern: re.Pattern[str]
    # Signs that say nothing further here: how can one is how does one.
    implied: frozenset[str] = frozenset()


def _any(lines: str) -> str:
    """Return a pattern for any of these lines, in which ASKER stands for whoever asks."""
    kept = (line.strip() for line in lines.strip().splitlines())
    return "(?:" + "|".join(kept).replace("ASKER", _ASKER) + ")"


def _frame(asks: str, lines: str, *implied: str) -> Frame:
    return Frame(asks, re.compile(rf"{_any(lines)}(?!\w)", re.IGNORECASE), frozenset(implied))


@dataclass(frozen=True)
class Framed:
    """Say what a question asks for, nothing where it has no frame, by which words, and what is left of it."""

    asks: str
    said: str
    rest: str
    implied: frozenset[str] = frozenset()


# What may stand before the question itself.
POLITE: Final = re.compile(
    _any(r"""
        (?:hi|hello|hey|hallo|guten tag|bonjour|salut|hola|buenos días|dear \w+)[\s,!.:]+
        (?:please|bitte|s'il (?:vous|te) plaît|por favor)[\s,!.:]+
        (?:can|could|would|will) you (?:please |kindly )?(?=tell|remind|show|inform|explain|let)
        (?:tell|remind|show|inform) me(?: again)?[\s,:]+
        (?:let me know|explain(?: to me)?)[\s,:]+
        i(?:'d like to| would like to| want to) know[\s,:]+
        i(?:'m wondering| was wondering| wonder)[\s,:]+
        (?:do you know|does anyone know|any idea|question)[\s,:]+
        (?:können|könnten|kannst|könntest) (?:sie|du) (?:mir )?(?:bitte )?(?:sagen|erklären)[\s,:]+
        (?:ich (?:möchte|würde gern) wissen|wissen sie|weißt du|sag mir|sagen sie mir)(?: bitte)?[\s,:]+
        (?:pouvez-vous|peux-tu|pourriez-vous) (?:me |m')(?:dire|expliquer)[\s,:]+
        (?:je (?:voudrais|veux|souhaite) savoir|dites-moi)[\s,:]+
        (?:puedes|podrías|puede|podría) (?:decirme|explicarme)[\s,:]+
        (?:(?:me gustaría|quiero|quisiera) saber|dime)[\s,:]+
    """),
    re.IGNORECASE,
)
TAIL: Final = re.compile(
    r"[\s,]+(?:please|thanks|thank you|thx|bitte|danke|merci|s'il (?:vous|te) plaît|por favor|gracias)[\s.!?]*$",
    re.IGNORECASE,
)

# The first that fits counts: what says more comes first.
FRAMES: Final = (
    _frame(
        "how many",
        r"""
        how many
        (?:what(?:'s| is| are)? )?the (?:total )?number of
        wie ?viele
        was ist die (?:an)?zahl der
        combien (?:de|d')
        quel est le nombre (?:de|d')
        cuánt[oa]s
        cuál es el número de
        """,
    ),
    _frame(
        "how much",
        r"""
        how much
        (?:what(?:'s| is) )?the amount of
        what amount of
        wie ?viel
        wie hoch (?:ist|sind|war)
        quel est le montant (?:de|d')
        combien(?! de temps)
        cuánt[oa](?! tiempo| dura)
        """,
    ),
    _frame(
        "how long",
        r"""
        (?:for )?how long
        (?:what(?:'s| is) )?the (?:duration|length) of
        wie lange?
        combien de temps
        quelle est la durée (?:de|d')
        cuánto (?:tiempo|dura)
        cuál es la duración de
        """,
    ),
    _frame(
        "how often",
        r"""
        how (?:often|frequently)
        wie (?:oft|häufig)
        à quelle fréquence
        con qué frecuencia
        """,
    ),
    _frame(
        "how",
        r"""
        how (?:do|can|could|should|would|might|must|does|shall) ASKER(?: go about)?
        how to
        what(?:'s| is| are) the (?:best |right |correct |usual )?(?:ways?|process|procedure|steps|method) (?:to|for|of)
        wie (?:kann|könnte|muss|soll|sollte|darf) (?:ich|man|wir)
        wie (?:mache|macht) (?:ich|man|wir)
        comment (?:puis-je|peut-on|faire pour|dois-je)
        comment est-ce (?:que je peux|qu'on peut|que je)
        cómo (?:puedo|se puede|podemos|debo|hago para|hay que)
        """,
        "can",
        "would",
        "you",
    ),
    _frame(
        "how",
        r"""
        what (?:do|must|should) ASKER (?:have to |need to )?do (?:to|in order to|if ASKER wants? to)
        was muss (?:ich|man) tun,? um
        """,
        "must",
        "should",
        "you",
    ),
    _frame(
        "may",
        r"""
        (?:can|may|could|might) ASKER
        (?:am|are|is) ASKER (?:allowed|permitted|able) to
        is it (?:ok|okay|allowed|permitted|possible|fine|alright|acceptable) (?:to|for ASKER to|if ASKER)
        (?:do|does) ASKER have permission to
        (?:kann|darf|dürfen|können) (?:ich|man|wir)
        ist es (?:erlaubt|möglich|gestattet|okay)(?:, dass ich)?
        (?:puis-je|peut-on|je peux)
        ai-je le droit (?:de|d')
        est-ce (?:que je peux|qu'on peut)
        est-il possible (?:de|d')
        (?:puedo|se puede|podemos|está permitido|es posible)
        """,
        "can",
    ),
    _frame(
        "must",
        r"""
        must ASKER
        (?:do|does) ASKER (?:have|need) to
        (?:am|are|is) ASKER (?:required|obliged|obligated|supposed) to
        is it (?:required|mandatory|necessary|compulsory|obligatory) (?:to|for ASKER to|that ASKER)
        (?:muss|müssen) (?:ich|man|wir)
        ist es (?:pflicht|nötig|notwendig|erforderlich)(?:, dass ich)?
        (?:dois-je|faut-il|est-ce que je dois)
        est-il obligatoire (?:de|d')
        (?:debo|tengo que|hay que|es obligatorio)
        """,
        "must",
        "should",
    ),
    _frame(
        "when",
        r"""
        when (?:is|are|was|were|do|does|will|would|did|can|could|may|should|must)
        when
        (?:at )?what time (?:is|are|do|does)
        on (?:what|which) (?:date|day)
        what(?:'s| is) the date of
        (?:wann|zu welcher zeit|um wie viel uhr)
        quand (?:est-ce que)?
        (?:à quelle heure|cuándo|a qué hora)
        """,
    ),
    _frame(
        "where",
        r"""
        where (?:do|can|could|should) ASKER (?:find|see|look up|look for)
        wo (?:finde ich|findet man|kann ich finden)
        où (?:puis-je trouver|se trouve(?:nt)?|est-ce que)
        dónde (?:puedo encontrar|está|están|se encuentra)
        """,
        "can",
        "should",
        "we",
        "you",
        "employees",
    ),
    _frame(
        "where",
        r"""
        where (?:is|are|was|were|do|does|did|will|can|should|must)
        where
        wo
        où
        dónde
        """,
    ),
    _frame(
        "who",
        r"""
        who(?:'s| is| are| was| were| did| will| can| may| should| must)
        whom?
        wer (?:ist|sind|kann)
        wer
        qui (?:est|sont|peut|est-ce qui)
        qui
        quién(?:es)?(?: es| son| puede)?
        """,
    ),
    _frame(
        "why",
        r"""
        why (?:is|are|do|does|did)
        why
        for what reason
        what(?:'s| is) the reason (?:for|that|why)
        (?:warum|weshalb|wieso)
        pourquoi (?:est-ce que)?
        por qué
        """,
    ),
    _frame("which", r"(?:which|welche[mnrs]?)"),
    _frame(
        "what",
        r"""
        what(?:'s| is| are| was| were| do| does| did)?(?: there)?(?: about)?
        was (?:ist|sind|war)
        was(?! (?:there|the|he|she|it|this|that))
        qu'est-ce (?:que|qui)(?: c'est que)?
        quel(?:le)?s? (?:est|sont)
        quel(?:le)?s?
        qué (?:es|son)
        qué
        cuál(?:es)? (?:es|son)
        cuál(?:es)?
        """,
    ),
    _frame("how", r"(?:how|wie|comment|cómo)"),
    _frame(
        "whether",
        r"""
        (?:is|are) there
        (?:is|are|was|were|do|does|did|will|would|has|have|had|can|could|should|shall)
        (?:gibt es|ist|sind|hat|haben|wird|werden|kann|muss|soll)
        (?:est-ce que|y a-t-il|il y a)
        (?:hay|es|son|está|tiene)
        """,
    ),
)
# After these, who has or gets something says nothing further: how many days do I get, are there, am I entitled to.
COUNTED: Final = frozenset({"how many", "how much"})


def framed(question: str) -> Framed:
    """Return a question apart: its frame, and the rest."""
    text = TAIL.sub("", " ".join(question.replace("’", "'").split()).lstrip("¿¡ "))
    while match := POLITE.match(text):
        text = text[match.end() :].lstrip(" ,:¿¡")
    for frame in FRAMES:
        if match := frame.pattern.match(text):
            return Framed(frame.asks, match[0], text[match.end() :], frame.implied)
    return Framed("", "", text)
