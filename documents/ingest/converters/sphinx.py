"""Teach docutils the directives and roles of Sphinx and its extensions: what they hold is read, and none is run."""

import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles

DIRECTIVE, ROLE = (
    re.compile(r"^[ \t]*\.\. ([\w:.+-]{1,60})::", re.MULTILINE),
    re.compile(r":([\w:.+-]{1,60}):`"),
)
MOST_NAMES = 500
CODE = {
    "code",
    "code-block",
    "sourcecode",
    "ipython",
    "prompt",
    "doctest",
    "testcode",
    "productionlist",
    "parsed-literal",
}
# What they name stands elsewhere, is for the builder alone, or is no text.
UNSEEN = {
    "toctree", "index", "highlight", "currentmodule", "module", "py:module", "py:currentmodule", "tabularcolumns",
    "literalinclude", "graphviz", "digraph", "graph", "mermaid", "plantuml", "uml", "bibliography", "testsetup",
    "testcleanup", "default-domain", "default-role", "sectionauthor", "codeauthor", "program", "autosummary",
}  # fmt: skip
# Of these the argument says for whom or how it is shown.
UNNAMED = {
    "only",
    "ifconfig",
    "container",
    "grid",
    "grid-item",
    "card-carousel",
    "tab-set",
    "tabs",
    "rst-class",
    "cssclass",
}
TARGET = re.compile(r"^(.*?)\s*<[^<>]*>$", re.DOTALL)
VERSIONS = {
    "versionadded": "Added in version", "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version", "versionremoved": "Removed in version",
}  # fmt: skip


class _AnyOption(dict[str, Callable[[str], str]]):
    """Take any option, as each extension has others."""

    def __getitem__(self, name: str) -> Callable[[str], str]:
        return _as_it_stands


def _as_it_stands(value: str | None) -> str:
    return value or ""


class _Any(Directive):  # type: ignore[misc]  # docutils ships no types
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = _AnyOption({"any": _as_it_stands})


class Code(_Any):
    """Keep a block of code as it stands."""

    def run(self) -> Sequence[nodes.Node]:
        """Return the block."""
        text = "\n".join(self.content)
        return [nodes.literal_block(text, text)] if text.strip() else []


class Shown(_Any):
    """Keep what a directive says: its argument, and what it holds."""

    def run(self) -> Sequence[nodes.Node]:
        """Return its paragraphs."""
        if self.name in UNSEEN or self.name.startswith("auto"):
            return []
        holder = nodes.container()
        said = " ".join(self.arguments[0].split()) if self.arguments and self.name not in UNNAMED else ""
        if said:
            said = f"{VERSIONS[self.name]} {said}" if self.name in VERSIONS else said
            inner, _ = self.state.inline_text(said, self.lineno)
            holder += nodes.paragraph(said, "", *inner)
        self.state.nested_parse(self.content, self.content_offset, holder)
        return list(holder.children)


def teach(text: str) -> None:
    """Let docutils know all names that a text uses and it does not know."""
    for name in sorted(set(DIRECTIVE.findall(text)))[:MOST_NAMES]:
        if name in CODE:
            directives.register_directive(name, Code)
        elif name in UNSEEN or name not in directives._directive_registry:
            directives.register_directive(name, Shown)
    for name in sorted(set(ROLE.findall(text)))[:MOST_NAMES]:
        if name not in roles._role_registry:
            roles.register_local_role(name, _shown)


def _shown(_role: str, raw: str, text: str, *_others: Any, **_more: Any) -> tuple[list[Any], list[Any]]:
    """Return what a reader sees of a reference: its title, or what it leads to, the last part alone after a tilde."""
    text = text.replace("\x00", "")
    titled = TARGET.match(text)
    shown = titled[1] if titled and titled[1] else text.removeprefix("!")
    if shown.startswith("~"):
        shown = shown[1:].rsplit(".", 1)[-1]
    return [nodes.inline(raw, shown)], []
