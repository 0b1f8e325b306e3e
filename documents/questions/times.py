"""Read words of time as the days that they mean: last year's, since March, letztes Jahr, en 2024."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from documents.questions.types import Period

_MONTHS = {
    1: "january januar janvier enero gennaio janeiro januari jänner",
    2: "february februar février fevrier febrero febbraio fevereiro februari",
    3: "march märz maerz mars marzo março maart",
    4: "april avril abril aprile",
    5: "may mai mayo maggio maio mei",
    6: "june juni juin junio giugno junho",
    7: "july juli juillet julio luglio julho",
    8: "august août aout agosto augustus",
    9: "september septembre septiembre settembre setembro",
    10: "october oktober octobre octubre ottobre outubro",
    11: "november novembre noviembre novembro",
    12: "december dezember décembre decembre diciembre dicembre dezembro",
}
_MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}
_MONTH_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_YEAR = r"(?:19[89]|20[0-9])\d"
_OF = r"(?:\s+(?:of|de|del|di|do|van)|,)?"
# A month with its year, a quarter with its year, or a year.
_WHEN = (
    rf"(?:(?P<month>{_MONTH_NAMES})(?:{_OF}\s+(?P<month_year>{_YEAR}))?"
    rf"|(?P<quarter>[qt][1-4]){_OF}\s+(?P<quarter_year>{_YEAR})|(?P<year>{_YEAR}))(?![\w/-])(?!\.\d)"
)
_DAY = (
    rf"(?:(?P<iso>{_YEAR}-\d\d-\d\d)|(?P<dotted>\d\d?\.\s?\d\d?\.\s?{_YEAR})|(?P<slashed>\d\d?/\d\d?/{_YEAR})"
    rf"|(?P<day>\d\d?)(?:st|nd|rd|th|er|\.)?(?:\s+(?:of|de|di))?\s+(?P<day_month>{_MONTH_NAMES}){_OF}\s+(?P<day_year>{_YEAR})"
    rf"|(?P<us_month>{_MONTH_NAMES})\s+(?P<us_day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<us_year>{_YEAR}))(?!\w)"
)
_SINCE = r"since|after|from|starting|seit|ab|nach|depuis|après|desde|después de|a partir de|dal|sinds|vanaf"
_UNTIL = r"until|till|up to|through|bis|jusqu'(?:en|à|au)|hasta|fino a|tot"
_BEFORE_IT = r"before|prior to|vor|avant|antes de|prima del|voor"
_IN = r"in|during|of|im|in|während|en|pendant|durante|nel|em"
_AS_OF = r"as of|as at|effective on|stand(?: vom)?|per|au|à la date du|a fecha de|con fecha de|al|per il|per"


def _c(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_AS_OF_DAY = _c(rf"(?<!\w)(?:{_AS_OF})\s+{_DAY}")
_AFTER = _c(rf"(?<!\w)(?:{_SINCE})\s+(?:the\s+)?{_WHEN}")
_UP_TO = _c(rf"(?<!\w)(?:{_UNTIL})\s+(?:the\s+)?{_WHEN}")
_BEFORE = _c(rf"(?<!\w)(?:{_BEFORE_IT})\s+(?:the\s+)?{_WHEN}")
_WITHIN = _c(rf"(?<!\w)(?:{_IN})\s+{_WHEN}")
_NAMED = _c(rf"(?<![\w.:/-])(?P<year>{_YEAR})(?![\w/-])(?!\.\d)")
_NEWEST = _c(
    r"(?<!\w)(?:current(?:ly)?|latest|newest|most recent|up[- ]to[- ]date|now in force|today's"
    r"|aktuell\w*|derzeit\w*|neueste\w*|jüngste\w*|gegenwärtig\w*"
    r"|actuel(?:le)?s?|actuellement|dernière version|le plus récent|la plus récente|en vigueur"
    r"|actual(?:es|mente)?|más recientes?|vigentes?|attual[ei]|vigent[ei]|più recente|huidige|nieuwste)(?!\w)"
)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int) -> tuple[date, date]:
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def _months_back(today: date, months: int) -> tuple[date, date]:
    whole = today.year * 12 + today.month - 1 - months
    return _month(whole // 12, whole % 12 + 1)


def _quarter(year: int, quarter: int) -> tuple[date, date]:
    return date(year, 3 * quarter - 2, 1), _month(year, 3 * quarter)[1]


def _last_quarter(today: date) -> tuple[date, date]:
    whole = today.year * 4 + (today.month - 1) // 3 - 1
    return _quarter(whole // 4, whole % 4 + 1)


def _week(today: date, back: int) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return monday, monday + timedelta(days=6)


_LAST = (
    "last|previous|letzte[nrsm]?|vorige[nrsm]?|vergangene[nrsm]?|scorso|scorsa|ultimo|vorig|vorige|afgelopen"
)
_THIS = "this|the current|diese[rsmn]?|cette|ce|este|esta|questo|questa|dit|deze"
_YEARS = "year|jahr(?:es)?|année|año|anno|ano|jaar"
_MONTHS_SAID = "month|monat(?:s)?|mois|mes|mese|maand"
# What each means, seen from a day; the first that is said counts.
_SAID: Mapping[str, Callable[[date], tuple[date, date]]] = MappingProxyType(
    {
        "(?:the )?year before last|vorletzte[ns]? jahr|(?:l')?avant-dernière année|hace dos años": (
            lambda today: _year(today.year - 2)
        ),
        rf"(?:{_LAST}) (?:{_YEARS})|vorjahr(?:es)?|l'an(?:née)? (?:dernier|dernière|passée?)|année dernière"
        "|(?:el )?año pasado|l'anno scorso|anno scorso|ano passado": lambda today: _year(today.year - 1),
        rf"(?:{_THIS}) (?:{_YEARS})|heuer": lambda today: _year(today.year),
        rf"(?:{_LAST}) (?:quarter|quartal(?:s)?|kwartaal)|trimestre (?:dernier|pasado)": (_last_quarter),
        rf"(?:{_LAST}) (?:{_MONTHS_SAID})|(?:le )?mois dernier|(?:el )?mes pasado": (
            lambda today: _months_back(today, 1)
        ),
        rf"(?:{_THIS}) (?:{_MONTHS_SAID})": lambda today: _months_back(today, 0),
        rf"(?:{_LAST}) (?:week|woche|settimana)|la semaine dernière|la semana pasada": (
            lambda today: _week(today, 1)
        ),
        "yesterday|gestern|ayer|ieri": lambda today: (today - timedelta(days=1), today - timedelta(days=1)),
    }
)
_RELATIVE = tuple((_c(rf"(?<!\w)(?:{words})(?:'s|’s)?(?!\w)"), days) for words, days in _SAID.items())


_WAS = _c(
    r"(?<!\w)(?:was|were|did|used to|galt|galten|war|waren|était|étaient|fut|valait|era|eran|fue|fueron|erano)"
    r"(?!\w)"
)


def asks_what_was(question: str) -> bool:
    """Say whether a question asks how something was: "What was the rule in March 2024?"."""
    return _WAS.search(question) is not None


def day_asked(question: str) -> date | None:
    """Return the day as of which a question wants to know: "as of 30 June 2025", "Stand 30.6.2025"."""
    match = _AS_OF_DAY.search(question)
    return _day(match) if match else None


def period_asked(question: str, today: date) -> Period | None:
    """Return the time that a question is about, by the first rule that finds one; None where it says none."""
    return next(_periods(question, today), None)


def _periods(question: str, today: date) -> Iterator[Period]:
    for pattern, days in _RELATIVE:
        if match := pattern.search(question):
            since, until = days(today)
            yield Period(words=match[0], since=since, until=until)
    # Of several years none is the one that is asked about: "compare 2024 and 2025".
    if len(set(re.findall(_YEAR, question))) < 2:
        yield from _bounded(question, today)
    if match := _NEWEST.search(question):
        yield Period(words=match[0])


def _bounded(question: str, today: date) -> Iterator[Period]:
    if (match := _AFTER.search(question)) and (span := _span(match, today)):
        yield Period(words=match[0], since=span[0])
    if (match := _UP_TO.search(question)) and (span := _span(match, today)):
        yield Period(words=match[0], until=span[1])
    if (match := _BEFORE.search(question)) and (span := _span(match, today)):
        yield Period(words=match[0], until=span[0] - timedelta(days=1))
    if (match := _WITHIN.search(question)) and (span := _span(match, today)):
        yield Period(words=match[0], since=span[0], until=span[1])
    if match := _NAMED.search(question):
        since, until = _year(int(match["year"]))
        yield Period(words=match["year"], since=since, until=until, is_named=True)


def _span(match: re.Match[str], today: date) -> tuple[date, date] | None:
    if match["year"]:
        return _year(int(match["year"]))
    if match["quarter"]:
        return _quarter(int(match["quarter_year"]), int(match["quarter"][1]))
    month = _MONTH[match["month"].casefold()]
    # A month without a year is the last that has begun.
    year = int(match["month_year"]) if match["month_year"] else today.year - (month > today.month)
    return _month(year, month)


def _day(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        if numbers := match["dotted"] or match["slashed"]:
            day, month, year = (int(number) for number in re.split(r"[./]\s?", numbers))
            return date(year, month, day)
        if match["day"]:
            return date(int(match["day_year"]), _MONTH[match["day_month"].casefold()], int(match["day"]))
        return date(int(match["us_year"]), _MONTH[match["us_month"].casefold()], int(match["us_day"]))
    except ValueError:
        return None
