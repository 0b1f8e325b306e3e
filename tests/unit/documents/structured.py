"""Make random texts with headings, sentences, lists, tables and code, and know what stands in them."""

import random
from dataclasses import dataclass, field

from documents.ingest.draft import Draft
from documents.ingest.types import Extracted

WORDS = [
    "pump",
    "valve",
    "month",
    "travel",
    "Überstunden",
    "naïve",
    "2.5",
    "www.example.com/a.b",
    "e.g.",
    "of",
]
CHINESE = "年假申请表格部门经理审批员工手册规定报销费用"


@dataclass
class Made:
    """Hold a text, and the sentences, rows, items and lines of code that were written into it."""

    extracted: Extracted = field(default_factory=lambda: Extracted(text=""))
    sentences: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def make(seed: int) -> Made:
    """Write a text; the same seed makes the same one."""
    dice, made, draft = random.Random(seed), Made(), Draft()
    for _ in range(dice.randint(1, 12)):
        if dice.random() < 0.3:
            draft.heading(f"Part {dice.randint(1, 99)}", dice.randint(1, 3))
        write = dice.choice([_paragraph, _paragraph, _list, _table, _code, _chinese])
        write(dice, draft, made)
    made.extracted = draft.finish()
    return made


def sentence(dice: random.Random) -> str:
    """Write a sentence that holds dots which end none."""
    words = [dice.choice(WORDS) for _ in range(dice.randint(3, 30))]
    return f"The {' '.join(words)} end{dice.choice(['.', '!', '?', '…'])}"


def _paragraph(dice: random.Random, draft: Draft, made: Made) -> None:
    found = [sentence(dice) for _ in range(dice.randint(1, 14))]
    made.sentences += found
    draft.block(" ".join(found))


def _chinese(dice: random.Random, draft: Draft, made: Made) -> None:
    found = ["".join(dice.choices(CHINESE, k=dice.randint(4, 50))) + "。" for _ in range(dice.randint(1, 9))]
    made.sentences += found
    draft.block("".join(found))


def _list(dice: random.Random, draft: Draft, made: Made) -> None:
    found = [f"- {dice.choice(WORDS)} {sentence(dice)}" for _ in range(dice.randint(1, 12))]
    made.items += found
    draft.items("\n".join(found))


def _table(dice: random.Random, draft: Draft, made: Made) -> None:
    columns = dice.randint(2, 5)
    body = [
        " | ".join(dice.choice(WORDS) + str(row) for _ in range(columns))
        for row in range(dice.randint(1, 40))
    ]
    rows = [" | ".join(f"Column {number}" for number in range(columns)), *body]
    made.rows += rows
    draft.table(rows)


def _code(dice: random.Random, draft: Draft, made: Made) -> None:
    found = [f"    {dice.choice(WORDS[:4])}_{line} = call({line})" for line in range(dice.randint(1, 30))]
    made.lines += found
    draft.code("def run():\n" + "\n".join(found))
