"""Tell what makes an answer its asker's own, or the hour's."""

import re
from collections.abc import Iterable
from datetime import date

from documents.questions.times import period_asked


def _any(lines: str) -> re.Pattern[str]:
    kept = "|".join(line.strip() for line in lines.strip().splitlines())
    return re.compile(rf"\b(?:{kept})(?!\w)", re.IGNORECASE)


# "How do I …" and "can I …" ask what holds for everybody; what is the asker's own, or is about the asker, does not.
_PERSONAL = _any(r"""
    my|mine|myself|me|was i|have i|i am|i'm|i've|i have|i had|i was|did i
    am i(?! (?:allowed|permitted|required|obliged|supposed|able|expected)\b)
    do i (?:still )?have (?!to\b)
    mein(?:e[mnrs]?)?|mir|mich|bin ich|habe ich|hatte ich|war ich|ich bin|ich habe|ich war
    mon|ma|mes|mien(?:ne)?s?|moi|suis-je|ai-je(?! le droit)|je suis|j'ai
    mi|mis|mí|mío|mía|míos|mías|soy|estoy|tengo(?! que\b)
    mio|mia|miei|mie|sono io|ho io|mijn|ben ik|heb ik|ik ben|ik heb
    meu|minha|meus|minhas|sou|estou|tenho(?! que\b)
""")
# Polite beginnings speak of the asker, and ask about something else.
_POLITE = _any(
    r"(?:tell|let|remind|show|inform) me|explain to me|mir (?:bitte )?(?:sagen|erklären)|sag(?:en sie)? mir"
)
_TIMELY = _any(r"""
    today|tonight|tomorrow|yesterday|now|nowadays|currently|current|at the moment|at present|so far|yet
    recent|recently|latest|newest|upcoming|ago
    this (?:morning|afternoon|evening|week|weekend|month|quarter|year|season)
    (?:next|last|past|coming) (?:\w+ )?(?:days?|weeks?|weekends?|months?|quarters?|years?|meeting|holiday)
    (?:next|last|past|coming) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)
    (?:next|last|past|coming) (?:january|february|march|april|may|june|july|august|september|october|november|december)
    (?:next|last|past|coming) (?:spring|summer|autumn|fall|winter)
    heute|morgen|übermorgen|gestern|vorgestern|jetzt|gerade|derzeit|zurzeit|momentan|aktuell\w*|bisher|kürzlich
    neueste\w*|letzte[mnrs]?|nächste[mnrs]?|kommende[mnrs]?|diese[mnrs]? (?:woche|monat|quartal|jahr|wochenende)
    aujourd'hui|demain|hier|maintenant|actuel\w*|récent\w*|prochaine?s?|dernière?s?|dernier
    hoy|mañana|ayer|ahora|actual\w*|reciente\w*|próxim[oa]s?|últim[oa]s?|esta semana|este (?:mes|año)
    oggi|domani|ieri|adesso|attual\w*|prossim[oaie]|vandaag|gisteren|nu|momenteel|volgende|vorige
    hoje|amanhã|ontem|agora
""")
# Another year, quarter, month and week.
_TWO_DAYS = (date(2020, 2, 3), date(2023, 8, 17))
_LEAST_NAME = 3
_WORD = re.compile(r"[^\W_]+")


def is_personal(question: str, names: Iterable[str] = ()) -> bool:
    """Say whether a question is about its asker, who has these names: its answer is nobody else's."""
    asked = {word.lower() for word in _WORD.findall(question)}
    own = {word.lower() for name in names for word in _WORD.findall(name) if len(word) >= _LEAST_NAME}
    plain = _POLITE.sub("", question.replace("’", "'"))
    return bool(asked & own) or _PERSONAL.search(plain) is not None


def is_timely(question: str) -> bool:
    """Say whether a question's answer depends on when it is asked."""
    return _TIMELY.search(question.replace("’", "'")) is not None or _means_another_time(question)


def _means_another_time(question: str) -> bool:
    """Say whether the search reads other days in a question by when it is asked, or the newest."""
    one, other = (period_asked(question, day) for day in _TWO_DAYS)
    return one != other or (one is not None and one.since is None and one.until is None)
