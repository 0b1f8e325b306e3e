"""List the small words that change what a question asks, and those that do not."""

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
        """),
        "pt": _signs("""
            not: não nem nunca sem nenhum nenhuma
            or: ou
            and: e
            if: se
            with: com
            by: por pelo pela
            his: seu sua seus suas
        """),
    }
)
# Who asks, and whoever is meant by it: what holds for them is the same.
ASKER: Final = _words("""
    i we you one me us my our ours your yours mine myself ourselves yourself
    somebody someone anyone anybody everybody everyone
    ich wir man mir uns mich mein meine meinen meinem meiner unser unsere unserer unserem unseren
    je nous on vous mon ma mes notre nos votre vos moi
    yo nosotros mi mis nuestro nuestra nuestros nuestras
""")
# Who works here, and words that add nothing.
GENERIC: Final = _words("""
    employee employees staff company exactly actually generally usually normally please just also here
    mitarbeiter mitarbeitende mitarbeiterin beschäftigte eigentlich genau firma unternehmen bitte
    employé employés salarié salariés entreprise société
    empleado empleados empresa
""")
# What one has or gets, where it is only counted.
POSSESSED: Final = _words("""
    get gets got have has receive receives entitled to there available given do does am are is allowed
    bekomme bekommt bekommen habe hat haben stehen zu erhalte erhalten erhält gibt es
    ai a as avons avez ont reçois recevons reçoit y ya droit
    tengo tiene tenemos tienen hay recibo recibe
""")
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
