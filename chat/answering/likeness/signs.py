"""List the small words that change what a question asks, and those that do not."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _signs(lines: str) -> dict[str, str]:
    read = (line.split(":") for line in lines.strip().splitlines())
    return {word: sign.strip() for sign, words in read for word in words.split()}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# By language: what each stands for, and the words.
SIGNS: Final[Mapping[str, dict[str, str]]] = MappingProxyType(
    {
        "en": _signs("""
            not: not no never none neither nor cannot without
            or: or
            and: and
            if: if
            on: on
            by: by
            with: with
            from: from
            to: to
            into: into
            than: than
            before: before
            after: after
            until: until till
            since: since
            up: up
            down: down
            out: out
            off: off
            over: over
            under: under
            he: he him his
            she: she her hers
            they: they them their theirs
            there: there
            this: this these
            that: that those
            i: i me one somebody someone anyone anybody everybody everyone people
            we: we us
            you: you
            employees: employee employees staff
            company: company
            can: can could may might
            must: must
            should: should shall
            will: will
            would: would
            past: was were did had
        """),
        "de": _signs("""
            not: nicht kein keine keinen keinem keiner keines nie niemals ohne weder noch
            or: oder
            and: und
            if: wenn falls ob
            by: durch
            with: mit
            from: aus ab
            to: nach zu zum zur
            before: vor
            until: bis
            since: seit
            over: über
            under: unter
            on: auf an am
            only: nur
            he: er ihn ihm
            they: sie ihr ihre ihren ihrem ihrer ihnen
            his: sein seine seinen seinem seiner
            this: diese dieser dieses diesem diesen
            : was
            i: ich man mir mich
            we: wir uns
            you: du dich dir
            employees: mitarbeiter mitarbeitern mitarbeitende mitarbeitenden mitarbeiterin beschäftigte beschäftigten
            company: firma unternehmen
            can: kann können könnte könnten darf dürfen
            must: muss müssen
            should: soll sollen sollte sollten
            will: wird werden
            past: war waren wurde wurden hatte hatten
        """),
        "fr": _signs("""
            not: ne pas non ni jamais sans aucun aucune
            or: ou
            and: et
            if: si
            by: par
            with: avec
            on: sur
            he: il ils
            she: elle elles
            they: leur leurs
            his: son sa ses lui
            this: ce cette ces cet
            i: je moi
            we: nous
            you: vous tu
            employees: employé employés salarié salariés
            company: entreprise société
            can: peut peuvent puis peux
            must: doit doivent dois faut
            should: devrait devraient devrais
            will: sera seront
            past: était étaient
        """),
        "es": _signs("""
            not: no ni nunca sin ningún ninguna ninguno
            or: o u
            and: y e
            if: si
            by: por
            with: con
            on: sobre
            until: hasta
            from: desde
            his: su sus
            this: este esta estos estas
            i: yo
            we: nosotros
            employees: empleado empleados
            company: empresa
            can: puede pueden puedo podemos
            must: debe deben debo debemos
            should: debería deberían
            will: será serán
            past: fue fueron era eran
        """),
        "it": _signs("""
            not: non né mai senza nessuno nessuna nessun
            or: o
            and: e ed
            if: se
            with: con
            from: da dal dalla
            by: per
            his: suo sua suoi
            : i
            can: può possono posso
            must: deve devono devo
        """),
        "nl": _signs("""
            not: niet geen nooit zonder
            or: of
            and: en
            if: als
            with: met
            from: uit
            until: tot
            over: over
            his: zijn
            i: ik
            can: kan kunnen mag mogen
            must: moet moeten
            should: zou zouden
            past: werd werden
        """),
        "pt": _signs("""
            not: não nem nunca sem nenhum nenhuma
            or: ou
            and: e
            if: se
            with: com
            by: por pelo pela
            his: seu sua seus suas
            can: pode podem posso
            must: deve devem devo
        """),
    }
)
# Whose something is says little, where who does something is said by a sign.
ASKER: Final = _words("""
    my our ours your yours mine myself ourselves yourself
    mein meine meinen meinem meiner unser unsere unserer unserem unseren
    mon ma mes notre nos votre vos
    mi mis nuestro nuestra nuestros nuestras
""")
# Words that add nothing.
GENERIC: Final = _words(
    "exactly actually generally usually normally please just also here eigentlich genau bitte"
)
# Who has or gets what is counted: how many days do I get, do we get, do employees get.
COUNTED_FOR: Final = _words("i we you employees")
# What the beginning of a question says beside what it asks for: who does it, whether it may be or must, and when.
CARRIED: Final = _words("we you employees can must should will would past")
# Other ways to say a sign; a question is read with the word for it.
SAID_OTHERWISE: Final = (
    (re.compile(r"\b(?:have|has|had|need|needs|required|obliged|obligated) to\b", re.IGNORECASE), "must"),
    (re.compile(r"\b(?:able|allowed|permitted) to\b", re.IGNORECASE), "can"),
    (re.compile(r"\b(?:ought|supposed|expected) to\b", re.IGNORECASE), "should"),
    (re.compile(r"\bgoing to\b", re.IGNORECASE), "will"),
    (re.compile(r"(?<=\w)-(?:t-)?(?=(?:je|tu|il|elle|on|nous|vous|ils|elles)\b)", re.IGNORECASE), " "),
)
# What one has or gets, where it is only counted.
POSSESSED: Final = _words("""
    get gets got have has receive receives entitled to there available given do does am are is allowed
    bekomme bekommt bekommen habe hat haben stehen zu erhalte erhalten erhält gibt es
    ai a as avons avez ont reçois recevons reçoit y ya droit
    tengo tiene tenemos tienen hay recibo recibe
""")
# Of these the words that say that somebody has or gets it.
GETTING: Final = POSSESSED - _words(
    "to there available given do does am are is allowed zu stehen es gibt y hay"
)
# What joins two nouns of which the second could as well stand first.
LINKERS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "en": _words("of for in at"),
        "de": _words("von für in im bei der des"),
        "fr": _words("de du des d' en pour dans"),
        "es": _words("de del en para"),
        "it": _words("di del della dei delle in per"),
        "nl": _words("van voor in bij"),
        "pt": _words("de do da dos das em no na para"),
    }
)
