"""What is deployed leaves the processes the time that they need."""

import re

import pytest

from chat.llm.types import Limits
from project.environment import ROOT, Environment

GRACE = {
    "deploy/compose.yaml": r"^x-raglan: &raglan\n(?:  .*\n)*?  stop_grace_period: (\d+)s$",
    "deploy/helm/raglan/templates/processes.yaml": r"^      terminationGracePeriodSeconds: (\d+)$",
}


@pytest.mark.parametrize("path", GRACE)
def test_a_process_is_not_killed_before_its_answers_have_ended(path: str) -> None:
    found = re.search(GRACE[path], (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    assert int(found[1]) > Limits().total_seconds


@pytest.mark.parametrize("path", ["deploy/compose.yaml", "deploy/helm/raglan/values.yaml"])
@pytest.mark.parametrize("name", ["EMAIL_URL", "FORWARDED_ALLOW_IPS"])
def test_what_production_asks_for_is_set(path: str, name: str) -> None:
    found = re.search(rf"^ +{name}: (.+)$", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    value = re.sub(r"^\$\{\w+:-(.*)\}$", r"\1", found[1]).strip('"')
    assert Environment.__pydantic_validator__.validate_assignment(
        Environment.model_construct(environment="production"), name.lower(), value
    )
