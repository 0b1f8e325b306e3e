"""What is deployed leaves the processes the time that they need."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from chat.llm.types import Limits
from project.embedded.roles import product_roles
from project.environment import ROOT, Environment
from workers.queues import COMPUTE, ON_DEMAND, SWEEP, TALK

GRACE = {
    "deploy/compose.yaml": r"^x-raglan: &raglan\n(?:  .*\n)*?  stop_grace_period: (\d+)s$",
    "deploy/helm/raglan/templates/processes.yaml": r"^      terminationGracePeriodSeconds: (\d+)$",
}


@pytest.mark.parametrize("path", GRACE)
def test_a_process_is_not_killed_before_its_answers_have_ended(path: str) -> None:
    found = re.search(GRACE[path], (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    assert int(found[1]) > Limits().total_seconds


SEARCHING = ["SEARCH_SECONDS", "RERANKER", "RERANK_SECONDS", "RERANK_PASSAGES", "RERANK_LIGHT_SECONDS"]


@pytest.mark.parametrize("name", ["EMAIL_URL", "FORWARDED_ALLOW_IPS", *SEARCHING])
def test_what_production_asks_for_is_set(name: str) -> None:
    compose = (ROOT / "deploy/compose.yaml").read_text(encoding="utf-8")
    found = re.search(rf"^ +{name}: (.+)$", compose, re.MULTILINE)
    assert found is not None
    value = re.sub(r"^\$\{\w+:-(.*)\}$", r"\1", found[1]).strip('"')
    assert Environment.__pydantic_validator__.validate_assignment(
        Environment.model_construct(environment="production"), name.lower(), value
    )


CHART = ROOT / "deploy/helm/raglan"


def test_the_chart_sets_nothing_over_its_users_secret() -> None:
    text = (CHART / "values.yaml").read_text(encoding="utf-8")
    secret = re.search(r"^# An existing secret with (.*)$", text, re.MULTILINE)
    assert secret is not None
    kept = set(re.findall(r"[A-Z_]{4,}", secret[1]))
    assert {"EMAIL_URL", "SECRET_KEY"} <= kept
    assert not kept & set(yaml.safe_load(text)["environment"])


@pytest.mark.parametrize("name", SEARCHING)
def test_the_chart_sets_for_a_search_what_is_so_without_it(name: str) -> None:
    values = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))["environment"]
    default = Environment.model_fields[name.lower()].default
    assert type(default)(values[name]) == default


def test_the_chart_trusts_no_proxy_that_its_user_has_not_named() -> None:
    values = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))
    assert (values["forwardedAllowIps"], "FORWARDED_ALLOW_IPS" in values["environment"]) == ("", False)
    template = (CHART / "templates/processes.yaml").read_text(encoding="utf-8")
    value = r"- name: FORWARDED_ALLOW_IPS\n +value: {{ required \"[^\"]+\" \$\.Values\.forwardedAllowIps \| quote }}"
    assert re.search(value, template)


def queues_of(command: list[str]) -> list[str]:
    """Return the queues that a process of this command serves."""
    for option in ("-Q", "--queues"):
        if option in command:
            at = command.index(option) + 1
            return command[at].split(",") if option == "-Q" else command[at:]
    return []


def of_make_up() -> dict[str, list[str]]:
    """Return the processes of `make up`."""
    return {role.name: list(role.command) for role in product_roles(Path("run"), 8000)}


def of_compose() -> dict[str, list[str]]:
    """Return the processes of the containers."""
    services = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))["services"]
    return {name: shlex.split(service.get("command", "")) for name, service in services.items()}


def of_helm() -> dict[str, list[str]]:
    """Return the processes of the chart."""
    values = yaml.safe_load((ROOT / "deploy/helm/raglan/values.yaml").read_text(encoding="utf-8"))
    return {name: process["command"] for name, process in values["processes"].items()}


@pytest.mark.parametrize("processes", [of_make_up, of_compose, of_helm], ids=lambda made: made.__name__)
def test_every_queue_is_served_by_one_kind_of_process(processes: Callable[[], dict[str, list[str]]]) -> None:
    served = [queue for command in processes().values() for queue in queues_of(command)]
    assert sorted([*served, *ON_DEMAND]) == sorted([*COMPUTE, *TALK, SWEEP])


@pytest.mark.parametrize("processes", [of_make_up, of_compose, of_helm], ids=lambda made: made.__name__)
def test_what_recovers_and_what_reads_sites_stand_alone(
    processes: Callable[[], dict[str, list[str]]],
) -> None:
    shared = [set(queues_of(command)) for command in processes().values()]
    assert {SWEEP} in shared
    assert {"sync"} in shared


def test_operations_names_every_command() -> None:
    told = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    for command in of_helm().values():
        if queues := queues_of(command):
            option = f"--queues {' '.join(queues)}" if "--queues" in command else f"-Q {','.join(queues)}"
            assert f" {option} " in told.replace("`", " ")
