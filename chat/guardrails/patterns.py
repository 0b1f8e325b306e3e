"""Recognise attempts to command the model by how they are worded."""

import hashlib
import re
from dataclasses import dataclass

from chat.guardrails.types import Verdict

_BLOCKED_FROM = 0.6


@dataclass(frozen=True, kw_only=True)
class _Rule:
    name: str
    weight: float
    pattern: re.Pattern[str]


def _rule(name: str, weight: float, pattern: str) -> _Rule:
    return _Rule(name=name, weight=weight, pattern=re.compile(pattern, re.IGNORECASE | re.DOTALL))


_ORDERS = (
    r"(?:instruction|prompt|rule|direction|guideline|command|directive|polic|restriction|filter|context)"
)
_RULES = (
    _rule(
        "override",
        0.8,
        rf"\b(?:ignore|disregard|forget|override|bypass|discard|skip)\b.{{0,30}}\b(?:all|any|every|previous|prior|above|"
        rf"earlier|your|preceding|system|the)\b.{{0,30}}{_ORDERS}",
    ),
    _rule(
        "prompt_theft",
        0.8,
        r"\b(?:reveal|show|print|repeat|output|display|tell|leak|give)\b.{0,30}\b(?:your|the|system|hidden|initial)"
        r"\b.{0,20}\b(?:system prompt|hidden prompt|initial prompt|initial instructions|your instructions)",
    ),
    _rule(
        "persona",
        0.7,
        r"\b(?:you are now|from now on,? you|pretend (?:to be|you)|you will (?:act|play|pretend)|"
        r"act as (?:an? )?(?:unrestricted|evil|jailbr))\b.{0,120}"
        r"\b(?:no|without|any|unrestricted|unfiltered|uncensored|free|DAN|not bound|anything)\b",
    ),
    _rule(
        "jailbreak",
        0.8,
        r"\b(?:DAN mode|do anything now|jailbr[eo]ak|developer mode (?:enabled|on|output)|god mode)\b",
    ),
    _rule(
        "unbound",
        0.5,
        r"\b(?:no|without(?: any)?|ignor\w+(?: all)?|free (?:of|from)) (?:ethical|moral|safety|content|legal)"
        r"\b.{0,20}\b(?:guideline|restriction|filter|limit|polic|rule|constraint|consideration)",
    ),
    _rule(
        "forged_turn",
        0.7,
        r"<\|(?:im_start|system|im_end|endoftext)\|?>|\[/?INST\]|<<SYS>>|"
        r"(?:^|\n)[^\S\n]*#{2,}\s*(?:system|new instruction)",
    ),
    _rule("new_orders", 0.4, r"\b(?:new|updated|real) (?:instructions?|task|rules?)\s*:|\bsystem override\b"),
    _rule(
        "smuggling", 0.3, r"\b(?:base64|rot13|hex)[- ]?(?:encoded|decode)\b|\bdecode (?:this|the following)\b"
    ),
)

# It changes with every pattern: what was let pass by others is not taken for granted.
GUARD_VERSION = hashlib.sha256(
    "\n".join(f"{rule.name} {rule.weight} {rule.pattern.pattern}" for rule in _RULES).encode()
).hexdigest()[:12]


class PatternGuard:
    """Add up the weights of the patterns that a text shows; microseconds, no model."""

    async def check(self, text: str) -> Verdict:
        """Give the verdict on a question."""
        return judge(text)


def judge(text: str) -> Verdict:
    """Give the verdict on a text: blocked from 0.6 on, named by its heaviest rule."""
    shown = [rule for rule in _RULES if rule.pattern.search(text)]
    if not shown:
        return Verdict(is_allowed=True)
    score = min(1.0, sum(rule.weight for rule in shown))
    heaviest = max(shown, key=lambda rule: rule.weight)
    return Verdict(is_allowed=score < _BLOCKED_FROM, rule=heaviest.name, score=round(score, 2))
