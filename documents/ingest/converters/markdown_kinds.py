"""Turn what some kinds of Markdown add, containers, admonitions and footnotes, into what all of them know."""

import re
from textwrap import dedent

CONTAINER = re.compile(
    r"^[ \t]*:{3,}[ \t]*(?:\{[^}\n]{0,80}\}|[\w-]{0,40})(?:[ \t]+(\S[^\n]*))?$", re.MULTILINE
)
ALERT = re.compile(r"^(>[ \t]*)\[!(\w{1,20})\][ \t]*$", re.MULTILINE)
ADMONITION = re.compile(r"^(?:!!!|\?\?\?\+?)[ \t]+([\w-]{1,40})(?:[ \t]+\"([^\"\n]*)\")?[ \t]*$")
TAB = re.compile(r"^===\+?[ \t]+\"([^\"\n]*)\"[ \t]*$")
NOTE = re.compile(r"^\[\^([\w-]{1,60})\]:[ \t]+", re.MULTILINE)
NOTE_MARK = re.compile(r"\[\^([\w-]{1,60})\]")


def plainer(text: str) -> str:
    """Return Markdown that says the same; fences of code stay as they are."""
    parts: list[str] = []
    for number, part in enumerate(_fenced(text)):
        parts.append(part if number % 2 else _plain(part))
    return "".join(parts)


def _plain(text: str) -> str:
    if ":::" in text:
        text = CONTAINER.sub(lambda found: f"\n{found[1] or ''}\n", text)
    if "[!" in text:
        text = ALERT.sub(lambda found: f"{found[1]}{found[2].capitalize()}:", text)
    if "!!!" in text or "???" in text or "===" in text:
        text = _without_admonitions(text)
    return NOTE.sub(r"Footnote \1: ", text) if "[^" in text else text


def _fenced(text: str) -> list[str]:
    """Return the text in parts, of which each second one is a fence of code with all that it holds."""
    parts, current, fence = list[str](), list[str](), ""
    for line in text.splitlines(keepends=True):
        start = line.lstrip(" ")
        if not fence and start.startswith(("```", "~~~")):
            parts.append("".join(current))
            current, fence = [line], start[:3]
        elif fence and start.startswith(fence) and not start.strip().strip(fence[0]):
            parts.append("".join([*current, line]))
            current, fence = [], ""
        else:
            current.append(line)
    return [*parts, "".join(current)]


def _without_admonitions(text: str) -> str:
    """Write the titles of admonitions and tabs as paragraphs, and what they hold without its indentation."""
    lines, found, place = text.split("\n"), list[str](), 0
    while place < len(lines):
        title = ADMONITION.match(lines[place]) or TAB.match(lines[place])
        place += 1
        if title is None:
            found.append(lines[place - 1])
            continue
        inner: list[str] = []
        while place < len(lines) and (lines[place].startswith(("    ", "\t")) or not lines[place].strip()):
            inner.append(lines[place])
            place += 1
        found += ["", title[title.lastindex or 1], "", dedent("\n".join(inner)), ""]
    return "\n".join(found)
