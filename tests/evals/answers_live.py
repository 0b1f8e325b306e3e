"""Measure answers of a running Raglan: `python -m tests.evals.answers_live ADDRESS TENANT KEY SET` prints JSON.

What `tests.evals.answers` measures with an index in memory, through the product's own splitter, search and API. The
set is loaded into a collection of its own, which is kept for the next run; ADDRESS is where the server listens.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.evals.answers import Result, is_right, summary
from tests.evals.answers_corpus import Asked, data_dir, northwind, sourcegraph

BATCH = 500
SETS = {"sourcegraph": ("sourcegraph-handbook", sourcegraph), "northwind": ("northwind", northwind)}


def load(client: httpx.Client, name: str, corpus: Path) -> None:
    """Send the corpus where it is not there yet, and wait until it is searched."""
    client.post("/collections", json={"slug": name, "name": name, "readers": ["everyone"]})
    lines = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    for begin in range(0, len(lines), BATCH):
        body = "\n".join(json.dumps(_document(row, name)) for row in lines[begin : begin + BATCH])
        sent = client.post(
            "/documents/bulk", content=body.encode(), headers={"Content-Type": "application/x-ndjson"}
        )
        _wait_for_job(client, sent.raise_for_status().json()["job"])
    while _is_busy(client, name):
        time.sleep(1)


def _document(row: dict[str, Any], collection: str) -> dict[str, Any]:
    return {
        "external_id": row["_id"], "title": row.get("title", ""), "text": row["text"], "collection": collection,
    }  # fmt: skip


def _wait_for_job(client: httpx.Client, job: str) -> None:
    while client.get(f"/jobs/{job}").raise_for_status().json()["state"] in {"queued", "running"}:
        time.sleep(0.5)


def _is_busy(client: httpx.Client, collection: str) -> bool:
    states = ("queued", "parsing", "embedding")
    found = (client.get("/documents", params={"collection": collection, "status": state}) for state in states)
    return any(answer.raise_for_status().json()["results"] for answer in found)


def ask(client: httpx.Client, name: str, questions: tuple[Asked, ...]) -> Iterator[Result]:
    """Ask one question after another, each in a conversation of its own."""
    for asked in questions:
        begun = time.monotonic()
        body = {"question": asked.text, "collections": [name]}
        answer = client.post("/answers", json=body).raise_for_status().json()
        cited = {citation["document"]["external_id"] for citation in answer["citations"]}
        yield Result(
            id=asked.id,
            question=asked.text,
            is_answerable=asked.is_answerable,
            outcome=answer["outcome"],
            is_right=is_right(asked, answer["outcome"], answer["answer"]),
            is_cited=bool(cited & asked.relevant),
            has_phrase="In short: " in answer["answer"],
            characters=len(answer["answer"]),
            first_token_ms=None,
            total_ms=round((time.monotonic() - begun) * 1000, 1),
            answer=answer["answer"],
        )


def main() -> None:
    """Load a set, ask its questions, and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("address", "tenant", "key"):
        parser.add_argument(name)
    parser.add_argument("set", choices=sorted(SETS))
    given = parser.parse_args()
    folder, question_set = SETS[given.set]
    host = f"{given.tenant}.localhost:{httpx.URL(given.address).port}"
    headers = {"Authorization": f"Bearer {given.key}", "Host": host}
    with httpx.Client(base_url=f"{given.address}/api/v1", headers=headers, timeout=120) as client:
        load(client, given.set, data_dir() / folder / "corpus.jsonl")
        results = list(ask(client, given.set, question_set().questions))
    wrong = [
        [result.question, result.outcome, result.answer[:200]] for result in results if not result.is_right
    ]
    sys.stdout.write(
        json.dumps({"all": summary(results), "wrong": wrong}, indent=2, ensure_ascii=False) + "\n"
    )


if __name__ == "__main__":
    main()
