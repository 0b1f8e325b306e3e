"""What is counted says how much, and nothing of whom or what."""

from prometheus_client import REGISTRY

from project.kernel.figures import AnswerFigures, count_model_call


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_only_the_first_token_of_an_answer_is_timed() -> None:
    before = value("raglan_answer_first_token_seconds_count")
    answer = AnswerFigures()
    answer.token()
    answer.token()
    assert value("raglan_answer_first_token_seconds_count") == before + 1


def test_an_answer_is_counted_by_its_outcome() -> None:
    before = value("raglan_answers_total", outcome="stopped")
    AnswerFigures().end("stopped")
    assert value("raglan_answers_total", outcome="stopped") == before + 1


def test_a_model_server_is_named_without_its_password() -> None:
    count_model_call("https://raglan:hunter2@tgi.example:8080/v1", "late")
    assert value("raglan_model_calls_total", endpoint="tgi.example:8080", outcome="late") == 1
