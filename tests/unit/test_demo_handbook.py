"""Check that the demo handbook is complete, agrees with itself and gives nothing away."""

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.demo import render

DEMO = Path(render.HERE)
TENANTS = ("acme", "globex")
ROLES = {"owner", "admin", "curator", "analyst", "member"}

Row = dict[str, Any]


@cache
def manifest(slug: str) -> Row:
    """Load a tenant's manifest."""
    loaded: Row = yaml.safe_load((DEMO / f"{slug}.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def questions() -> tuple[Row, ...]:
    """Load the question list."""
    lines = (DEMO / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def document(slug: str, external_id: str) -> Row:
    """Find a document in the manifest."""
    found: Row = next(row for row in manifest(slug)["documents"] if row["external_id"] == external_id)
    return found


@cache
def source_text(file: str) -> str:
    """Return a document's text, folded, without markup or line breaks."""
    source = render.SOURCES / f"{file}.md"
    text = (source if source.exists() else DEMO / file).read_text(encoding="utf-8")
    if file.endswith(".html"):
        text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return folded(text.replace("**", ""))


def folded(text: str) -> str:
    """Fold case and whitespace."""
    return " ".join(text.split()).casefold()


def readers(slug: str, row: Row) -> set[str]:
    """Return who may read a document."""
    inherited = {entry["slug"]: entry["readers"] for entry in manifest(slug)["collections"]}
    return set(row.get("readers", inherited[row["collection"]]))


def can_read(question: Row, row: Row) -> bool:
    """Say whether the person who asks may read a document of the own company."""
    people = {person["email"]: person for person in manifest(question["tenant"])["people"]}
    person = people[question["as"]]
    allowed = readers(question["tenant"], row)
    return person["role"] in {"owner", "admin"} or bool(allowed & {"everyone", *person["groups"]})


def contains(text: str, entry: str | list[str]) -> bool:
    """Say whether a text has the entry, or one of its alternatives."""
    return any(folded(word) in text for word in ([entry] if isinstance(entry, str) else entry))


@pytest.mark.parametrize("slug", TENANTS)
def test_a_manifest_refers_only_to_what_it_declares(slug: str) -> None:
    whole = manifest(slug)
    groups = {group["slug"] for group in whole["groups"]}
    collections = {collection["slug"] for collection in whole["collections"]}
    assert {person["role"] for person in whole["people"]} == ROLES
    assert all(set(person["groups"]) <= groups for person in whole["people"])
    assert {row["collection"] for row in whole["documents"]} == collections
    assert all(readers(slug, row) <= {"everyone", *groups} for row in whole["documents"])


@pytest.mark.parametrize("slug", TENANTS)
def test_a_manifest_names_every_file_once(slug: str) -> None:
    rows = manifest(slug)["documents"]
    files = sorted(str(path.relative_to(DEMO)) for path in (DEMO / slug).iterdir())
    assert sorted(row["file"] for row in rows) == files
    assert len({row["external_id"] for row in rows}) == len(rows)


@pytest.mark.parametrize("slug", TENANTS)
def test_the_documents_are_about_thirty_short_ones_in_five_formats(slug: str) -> None:
    rows = manifest(slug)["documents"]
    assert 28 <= len(rows) <= 36
    assert {Path(row["file"]).suffix for row in rows} == {".md", ".html", ".txt", ".docx", ".pdf"}
    assert all(150 <= len(source_text(row["file"]).split()) <= 600 for row in rows)


@pytest.mark.parametrize("slug", TENANTS)
def test_cross_references_lead_to_documents_of_the_same_company(slug: str) -> None:
    rows = manifest(slug)["documents"]
    known = {row["external_id"].casefold() for row in rows}
    texts = " ".join(source_text(row["file"]) for row in rows)
    assert set(re.findall(r"\b(?:hb|it|fin|ppl|ldr|eng)-\d\d\b|\bgx-\d{3}\b", texts)) == known


def test_rendered_files_are_up_to_date_with_their_sources() -> None:
    assert [render.key_of(source) for source in render.outdated()] == []
    assert set(render.ledger()) == {render.key_of(source) for source in render.sources()}


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_the_same_source_gives_the_same_bytes(suffix: str) -> None:
    source = next(path for path in render.sources() if render.target_of(path).suffix == suffix)
    assert render.rendered_bytes(source) == render.rendered_bytes(source)


def test_the_demo_stays_small() -> None:
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 1_500_000


@pytest.mark.parametrize("slug", TENANTS)
def test_sixty_questions_of_which_fifteen_have_no_answer(slug: str) -> None:
    own = [question for question in questions() if question["tenant"] == slug]
    assert (len(own), sum(not question["answerable"] for question in own)) == (60, 15)
    assert sum(question["paraphrased"] for question in own) >= 28


def test_every_required_string_occurs_in_its_document() -> None:
    missing = [
        (question["question"], entry)
        for question in questions()
        for entry in question["must"]
        if not contains(source_text(document(question["tenant"], question["document"])["file"]), entry)
    ]
    assert missing == []


def test_a_question_is_answerable_exactly_when_its_asker_may_read_the_answer() -> None:
    for question in questions():
        row = question["document"] and document(question["tenant"], question["document"])
        assert question["answerable"] == bool(row and can_read(question, row)), question["question"]
        assert question["answerable"] == bool(question["must"]), question["question"]
        assert question["answerable"] == ("reason" not in question), question["question"]
        assert (question.get("reason") == "no access") == bool(row and not question["answerable"])


def test_forbidden_strings_occur_only_where_the_asker_cannot_read() -> None:
    for question in questions():
        readable = [
            source_text(row["file"])
            for row in manifest(question["tenant"])["documents"]
            if can_read(question, row)
        ]
        leaked = [word for word in question.get("must_not", []) if any(contains(t, word) for t in readable)]
        assert leaked == [], question["question"]


def test_forbidden_strings_are_real_facts_of_hidden_documents() -> None:
    for question in questions():
        other = next(slug for slug in TENANTS if slug != question["tenant"])
        hidden = [row["file"] for row in manifest(other)["documents"]]
        if question.get("reason") == "no access":
            hidden = [document(question["tenant"], question["document"])["file"]]
        for word in question.get("must_not", []):
            assert any(contains(source_text(file), word) for file in hidden), question["question"]


def test_a_follow_up_continues_an_answered_question_of_the_same_person() -> None:
    follow_ups = [question for question in questions() if "follows" in question]
    assert follow_ups
    for question in follow_ups:
        before = questions()[question["follows"]]
        assert before["answerable"], question["question"]
        assert before["as"] == question["as"], question["question"]
