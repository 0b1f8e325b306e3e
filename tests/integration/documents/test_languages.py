"""Texts are in the language that is usual where they are, unless they surely are in another."""

from collections.abc import Callable

from rest_framework.test import APIClient

from tests.factories.bulk import send_lines

GERMAN = "Der Urlaub wird beim Vorgesetzten beantragt und von ihm genehmigt."


def languages(client: APIClient) -> dict[str, str]:
    documents = client.get("/api/v1/documents").json()["results"]
    versions = {
        d["external_id"]: client.get(f"/api/v1/documents/{d['id']}/versions").json() for d in documents
    }
    return {name: shown["results"][0]["language"] for name, shown in versions.items()}


def test_a_list_of_names_takes_the_language_of_its_collection(
    client: APIClient, run_jobs: Callable[[], int]
) -> None:
    for name, text in (
        ("leave", GERMAN),
        ("links", "- foo/bar\n- foo/baz"),
        ("rules", "Leave is asked for."),
    ):
        send_lines(client, {"external_id": name, "text": text, "collection": "hr"})
        run_jobs()
    assert languages(client) == {"leave": "de", "links": "de", "rules": "en"}


def test_a_rare_misread_language_is_not_asked(client: APIClient, run_jobs: Callable[[], int]) -> None:
    lines = [{"external_id": str(n), "text": f"Rule {n} of leave.", "collection": "hr"} for n in range(60)]
    lines.append({"external_id": "de", "text": GERMAN, "collection": "hr"})
    send_lines(client, *lines)
    run_jobs()
    for question, asked in (("What is the leave?", ["en"]), ("Wie wird der Urlaub beantragt?", ["de", "en"])):
        answer = client.post("/api/v1/search", {"query": question, "explain": True}, format="json").json()
        assert answer["explanation"]["languages"] == asked
