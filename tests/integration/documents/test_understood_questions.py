"""A search goes about a question by its parts, by words that mean the same, and by the time that it is about."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tenants.types import Actor
from tests.factories.bulk import send_lines
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_erasure import rows_of

Run = Callable[[], int]


def found(client: APIClient, query: str, **body: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/search", {"query": query, "explain": True, **body}, format="json")
    assert answer.status_code == 200, answer.json()
    shown: dict[str, Any] = answer.json()
    return shown


def titles(client: APIClient, query: str, **body: Any) -> list[str]:
    return [one["document"]["title"] for one in found(client, query, **body)["results"]]


def step(client: APIClient, query: str, name: str, **body: Any) -> dict[str, Any]:
    steps = found(client, query, **body)["explanation"]["question"]
    shown: dict[str, Any] = next(one for one in steps if one["step"] == name)
    return shown


def put(client: APIClient, run_jobs: Run, *lines: dict[str, Any]) -> None:
    send_lines(client, *({"external_id": line["title"], "collection": "hr", **line} for line in lines))
    run_jobs()


def look(client: APIClient, run_jobs: Run) -> None:
    assert client.post("/api/v1/synonyms/suggested/look-again").status_code == 202
    run_jobs()


def switch(client: APIClient, **settings: Any) -> None:
    assert client.patch("/api/v1/search-settings", settings, format="json").status_code == 200


def test_each_part_of_a_compound_question_is_represented(client: APIClient, run_jobs: Run) -> None:
    rules = [
        {"title": f"Parking {n}", "text": f"Parking permits of garage {n}: cars park in garage {n}."}
        for n in range(6)
    ]
    put(client, run_jobs, *rules, {"title": "Canteen", "text": "The canteen opens at noon."})
    question = "Where do I park cars with parking permits of the garage, and when does the canteen open?"
    assert "Canteen" in titles(client, question, k=2)
    assert any(title.startswith("Parking") for title in titles(client, question, k=2))
    assert len(step(client, question, "split")["parts"]) == 2
    switch(client, split_questions=False)
    explained = found(client, question)["explanation"]["question"]
    assert "split" not in {one["step"] for one in explained}


def test_a_question_is_found_by_what_means_the_same(client: APIClient, run_jobs: Run) -> None:
    put(
        client,
        run_jobs,
        {"title": "Holidays", "text": "Vacation is thirty days."},
        {"title": "Oil", "text": "Machines need oil."},
    )
    assert found(client, "PTO", mode="lexical")["results"] == []
    lists = {"groups": [{"terms": ["PTO", "paid time off", "vacation"]}]}
    assert client.put("/api/v1/synonyms", lists, format="json").status_code == 200
    assert titles(client, "PTO", mode="lexical") == ["Holidays"]
    added = step(client, "PTO", "synonyms")["added"]
    assert {"term": "PTO", "by": "vacation"} in added
    switch(client, expand_synonyms=False)
    assert found(client, "PTO", mode="lexical")["results"] == []


def test_what_documents_explain_helps_those_who_see_one(
    client: APIClient,
    upload: Upload,
    run_jobs: Run,
    api: Callable[[Actor], APIClient],
    ben: Actor,
    cleo: Actor,
) -> None:
    upload(
        "Glossary: the zonal overload trigger (ZOT) of plant nine.",
        "glossary.md",
        readers='["group:engineering"]',
    )
    upload("A zonal overload trigger stops the line.", "trigger.md")
    run_jobs()
    look(client, run_jobs)
    assert titles(api(ben), "ZOT", mode="lexical") != []
    assert found(api(cleo), "ZOT", mode="lexical")["results"] == []
    assert step(api(cleo), "ZOT", "synonyms")["added"] == []


def test_what_a_document_explained_goes_with_it(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    glossary = upload("Glossary: paid time off (PTO).", "glossary.md")
    upload("Paid time off is thirty days.", "leave.md")
    run_jobs()
    look(client, run_jobs)
    assert len(found(client, "PTO", mode="lexical")["results"]) == 2
    client.delete(f"/api/v1/documents/{glossary['id']}")
    assert found(client, "PTO", mode="lexical")["results"] == []
    assert rows_of(tenant, "definition") == [0]


def test_admins_decide_on_what_documents_explain(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    upload("Glossary: paid time off (PTO).", "glossary.md")
    upload("Paid time off is thirty days.", "leave.md")
    run_jobs()
    look(client, run_jobs)
    [pair] = client.get("/api/v1/synonyms/suggested").json()["results"]
    assert (pair["short"], pair["long"], pair["count"], pair["rejected"]) == (
        "PTO",
        "paid time off",
        1,
        False,
    )
    decided = {"short": "PTO", "long": "paid time off", "decision": "reject"}
    client.post("/api/v1/synonyms/suggested", decided, format="json")
    assert step(client, "PTO", "synonyms")["added"] == []
    assert client.get("/api/v1/synonyms/suggested").json()["results"][0]["rejected"] is True
    client.post("/api/v1/synonyms/suggested", {**decided, "decision": "accept"}, format="json")
    assert client.get("/api/v1/synonyms").json()["groups"] == [
        {"terms": ["PTO", "paid time off"], "one_way": False}
    ]


@pytest.mark.parametrize(
    ("groups", "field"),
    [
        ([{"terms": ["one"]}], "groups.0.terms"),
        ([{"terms": ["PTO", "pto"]}], "groups.0.terms"),
        ([{"terms": ["a", "b" * 150]}], "groups.0.terms"),
    ],
)
def test_a_wrong_list_is_named(client: APIClient, groups: list[Any], field: str) -> None:
    answer = client.put("/api/v1/synonyms", {"groups": groups}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_documents_of_the_time_that_is_asked_about_come_first(client: APIClient, run_jobs: Run) -> None:
    years = [
        {"title": f"Travel policy {n}", "text": "Travel is paid by the mile.", "metadata": {"year": n}}
        for n in (2021, 2022, 2023)
    ]
    put(client, run_jobs, *years)
    assert titles(client, "How was travel paid in 2022?")[0] == "Travel policy 2022"
    assert titles(client, "How is travel paid currently?")[0] == "Travel policy 2023"
    shown = found(client, "How was travel paid in 2011?")
    assert shown["explanation"]["time"] == {"of_that_time": 0, "words": "in 2011"}
    assert len(shown["results"]) == 3
    switch(client, time_words=False)
    assert "time" not in found(client, "How was travel paid in 2022?")["explanation"]


def test_the_language_of_a_question_counts_only_while_it_is_switched_on(
    client: APIClient, run_jobs: Run
) -> None:
    texts = [f"The rules of the house number {n} hold for all of them and for you." for n in range(3)]
    put(client, run_jobs, *({"title": f"Rules {n}", "text": text} for n, text in enumerate(texts)))
    put(
        client,
        run_jobs,
        {"title": "Urlaub", "text": "Der Urlaub ist für alle und wird nicht auf das Jahr verteilt."},
    )
    question = "Wie viele Tage Urlaub werden für das Jahr auch nicht auf alle verteilt?"
    assert step(client, question, "language")["question"] == "de"
    assert found(client, question)["explanation"]["languages"][0] == "de"
    switch(client, question_language=False)
    explained = found(client, question)["explanation"]
    assert "language" not in {one["step"] for one in explained["question"]}
    assert (explained["language"], explained["languages"][0]) == ("en", "en")
