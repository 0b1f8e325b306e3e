"""Split a question that asks for several things, by rules in seven languages; in doubt it stays whole."""

import re
from collections.abc import Sequence

MOST_PARTS = 4
LEAST_WORDS = 2
# A longer sentence tells a story, and what is asked after it is about all of it.
MOST_WORDS = 30
# A part of fewer words beside its question word is about what the first is about.
FEW_WORDS = 4
# Words that begin a question of its own.
_ASKING = """
how what who whom whose when where which why
wie was wer wem wen wann wo wohin woher welche welcher welches welchen welchem warum wieso wieviel wieviele womit wofür
comment qui quand où quel quelle quels quelles pourquoi combien
cómo qué quién quiénes cuándo dónde cuál cuáles cuánto cuánta cuántos cuántas
come chi quando dove quale quali quanto quanta quanti quante perché quem onde qual quais quantos quantas
hoe wat wie wanneer waar welke welk waarom hoeveel
"""
_WORDS = "|".join(sorted(set(_ASKING.split()), key=len, reverse=True))
# After these only what cannot go on a clause begins a question: "and can I", "und muss ich", "y puedo".
_INVERTED = (
    r"(?:do|does|did|can|could|may|must|should|will|would|am|is|are|have|has) (?:i|we|you|it|they|there|he|she|my|our)"
    r"|(?:muss|müssen|kann|können|darf|dürfen|soll|sollen|bekomme|bekommen|habe|haben|brauche|brauchen|gilt|ist|sind)"
    r" (?:ich|wir|man|sie|es|das|dies|dafür)"
    r"|est-ce que|dois-je|puis-je|peut-on|doit-on|faut-il|ai-je|y a-t-il"
    r"|(?:puedo|debo|tengo que|podemos|debemos|hay que|hace falta)"
)
_ALSO = "also|auch|aussi|también|anche|ook|then|zwar"
# "en" is French as well: only before what asks in Dutch.
_AND = rf"(?:and|also|und|sowie|et|y|e|en(?= (?:ook )?(?:hoe|wat|wie|wanneer|waar|welke?|waarom)))(?: (?:{_ALSO}))?"
_BEFORE_ASKING = "in|for|by|to|bis|für|von|seit|à|de|pour|par|a|en|por"
_JOINT = re.compile(
    rf"\s*(?:[,;]\s*)?\b{_AND}\s+(?=(?:(?:{_BEFORE_ASKING}) )?(?:(?:{_WORDS})\b|(?:{_INVERTED})\b))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[?？])\s*(?=\S)")
_STARTS = re.compile(rf"^\W*(?:(?:{_WORDS})\b|(?:{_INVERTED})\b)", re.IGNORECASE)
_ENDS_ASKING = re.compile(rf"\b(?:{_WORDS})\W*$", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|one|he|she"
    r"|er|sie|es|ihn|ihm|ihnen|dies|diese[rsnm]?|das|dafür|davon|damit|darüber|dabei"
    r"|il|elle|ils|elles|le|la|les|l|lui|leur|cela|ça|en|y|lo|los|las|ello|esto|eso"
    r"|esso|essa|li|lo|isso|dit|deze|dat|hem|haar|ze)\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    rf"^\W*(?:please |bitte |s'il vous plaît,? |por favor,? )?(?:(?:{_WORDS})\b"
    r"(?:\s+(?:many|much|long|often|far|viele|viel|lange|oft|de|are|is|do|does|can|the|a|an|ist|sind|est|son|es"
    r"|der|die|das|le|la|les|el|los|las)\b)*)\s*",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"^\W*(?:{_WORDS})\b", re.IGNORECASE)
_CONJUNCTION = re.compile(rf"^{_AND}\s+", re.IGNORECASE)
_COMPARE = re.compile(
    r"^\W*(?:please |bitte )?(?:can you |could you |können sie |kannst du )?"
    r"(?:compare|contrast|vergleiche?n?(?: sie)?|comparez|comparer|compara|comparar|confronta|vergelijk)"
    r"\s+(?P<rest>.+?)\W*$"
    r"|(?:differences? between|unterschiede? zwischen|différences? entre|diferencias? entre|differenz[ae] tra"
    r"|diferenças? entre|verschil(?:len)? tussen)\s+(?P<between>.+?)\W*$"
    r"|^\W*(?:how (?:does|do|is|are)|wie unterscheide[tn](?: sich)?|en quoi|cómo se diferencian?)\s+(?P<one>.+?)\s+"
    r"(?:differ from|different from|von|diffère(?:nt)? de|de)\s+(?P<other>.+?)\W*$",
    re.IGNORECASE,
)
# What parts two things, the first that a comparison has: "and" is the last, since names hold it too.
_AGAINST, _WITH, _BETWEEN = (
    re.compile(rf"\s*,?\s+(?:{words})\s+", re.IGNORECASE)
    for words in (r"vs\.?|versus|gegenüber", r"with|mit|avec|con|com|met|to", r"and|und|et|y|e|en|sowie")
)
# In capitals it is a name: VS Code.
_VERSUS = re.compile(r"\s+(?:[Vv]s\.?|VS\.|[Vv]ersus)\s+(?!code\b)")
# A comparison goes on to something else.
_GOES_ON = re.compile(rf"[:;?!]|^\W*(?:{_WORDS})\b", re.IGNORECASE)
# In a question that is asked directly "and what I need" asks nothing: that would be "what do I need".
_SAID = re.compile(r"(?:what|how|when|where|why|which|who) (?:i|we|you|they|he|she|it)\b", re.IGNORECASE)
_INDIRECT = re.compile(
    r"\b(?:tell|explain|know|show|say|describe|understand|wonder(?:ing)?)\b", re.IGNORECASE
)
_OF = re.compile(
    r"\b(?:of|for|in|from|at|by|von|für|im|aus|de|du|des|del|en|para|pour|di|voor|van)\s+", re.IGNORECASE
)
_BARE = re.compile(r"^(?:of |for |in |von |für |de |del |en )?(?P<value>[\w.-]*\d[\w.-]*)$", re.IGNORECASE)
_HEAD = re.compile(
    r"^(?:the|a|an|our|der|die|das|den|dem|le|la|les|l'|el|los|las|il|lo|o|os|as|de|het|een)\s+",
    re.IGNORECASE,
)


def split_question(question: str) -> tuple[str, ...]:
    """Return the questions that a compound one holds, each to be searched for alone; none where it asks one thing."""
    question = " ".join(question.split())
    compared = _compared(question)
    if compared:
        return compared
    pieces = [piece for sentence in _sentences(question) for piece in _joined(sentence)]
    if not 2 <= len(pieces) <= MOST_PARTS:
        return ()
    return tuple(_standing(piece, pieces[:place]) for place, piece in enumerate(pieces))


def _sentences(question: str) -> list[str]:
    """Return the sentences that end with a question mark; what stands before belongs to the first of them."""
    found = [one.strip() for one in _SENTENCE.split(question) if _has_words(one)]
    is_all_asked = all(one.endswith(("?", "？")) and len(one.split()) <= MOST_WORDS for one in found)
    return found if is_all_asked else [question]


def _joined(sentence: str) -> list[str]:
    """Return the questions that "and who", "und wann" begin, where each side says enough to be one."""
    pieces: list[str] = []
    begun = 0
    for joint in _JOINT.finditer(sentence):
        left, right = sentence[begun : joint.start()], sentence[joint.end() :]
        if _is_whole(left, is_first=not pieces) and _has_words(right) and not _is_said(sentence, right):
            pieces.append(left.strip(" ,;"))
            begun = joint.end()
    return [*pieces, sentence[begun:].strip()]


def _is_whole(left: str, *, is_first: bool) -> bool:
    """Say whether what stands before a joint asks something itself: not "when" of "when and how"."""
    return _has_words(left) and not _ENDS_ASKING.search(left) and (not is_first or _asks(left))


def _is_said(sentence: str, right: str) -> bool:
    return bool(_SAID.match(right) and _STARTS.search(sentence) and not _INDIRECT.search(sentence))


def _asks(text: str) -> bool:
    return (
        bool(_STARTS.search(text) or re.search(rf"\b(?:{_WORDS})\b", text, re.IGNORECASE))
        or len(text.split()) > 3
    )


def _has_words(text: str) -> bool:
    return sum(any(letter.isalnum() for letter in word) for word in text.split()) >= LEAST_WORDS


def _standing(piece: str, before: Sequence[str]) -> str:
    """Return a part with what it is about: "who approves them" says nothing without the leave."""
    piece = _CONJUNCTION.sub("", piece)
    if not before or not (
        _BACK.search(_FIRST.sub("", piece)) or len(_FILLER.sub("", piece).split()) < FEW_WORDS
    ):
        return piece
    topic = _FILLER.sub("", before[0]).strip(" ?.!,;")
    return f"{piece.rstrip('?. ')} ({topic})?" if topic else piece


def _compared(question: str) -> tuple[str, ...]:
    match = _COMPARE.search(question)
    if match is None:
        sides = _VERSUS.split(question.rstrip("?!. "))
        # "Who won England vs Germany" names one thing.
        is_named = len(sides) == 2 and all(sides) and not _STARTS.search(sides[0])
        return _completed(*sides) if is_named else ()
    if match["one"]:
        return _completed(match["one"], match["other"])
    text, separators = match["rest"] or match["between"], (_AGAINST, _WITH, _BETWEEN)
    for apart in separators if match["rest"] else (_AGAINST, _BETWEEN):
        if joint := _joint(apart, text):
            return _completed(text[: joint.start()], text[joint.end() :])
    return ()


def _joint(apart: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return what parts two things; of several "and" the one before an article, for names hold the others."""
    found = list(apart.finditer(text))
    if len(found) > 1 and apart is _BETWEEN:
        found = [one for one in found if _HEAD.match(text[one.end() :])]
        return found[0] if len(found) == 1 else None
    return found[-1] if found else None


def _completed(one: str, other: str) -> tuple[str, ...]:
    """Return both sides of a comparison with what they share: the travel policy of 2024, the travel policy of 2025."""
    one, other = one.strip(" ,?"), other.strip(" ,?")
    if not one or not other or _GOES_ON.search(other):
        return ()
    if bare := _BARE.match(other):
        shared = re.sub(r"[\w.-]*\d[\w.-]*(?!.*\d)", bare["value"], one, count=1)
        return (one, shared) if shared != one else (one, f"{one} {other}")
    if len(one.split()) > len(other.split()) and not _HEAD.match(other) and (of := list(_OF.finditer(one))):
        return one, one[: of[0].end()] + other
    words = _HEAD.sub("", other).split()
    # "The London and Leeds offices" has one article for both.
    least = 1 if _HEAD.match(one) and not _HEAD.match(other) else 2
    if len(_HEAD.sub("", one).split()) == 1 and len(words) > least:
        return f"{one} {' '.join(words[1:])}", other
    return one, other
