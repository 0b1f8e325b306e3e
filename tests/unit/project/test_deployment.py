"""What is deployed leaves the processes the time that they need."""

import re

import pytest

from chat.llm.types import Limits
from project.environment import ROOT

GRACE = {
    "deploy/compose.yaml": r"^x-raglan: &raglan\n(?:  .*\n)*?  stop_grace_period: (\d+)s$",
    "deploy/helm/raglan/templates/processes.yaml": r"^      terminationGracePeriodSeconds: (\d+)$",
}


@pytest.mark.parametrize("path", GRACE)
def test_a_process_is_not_killed_before_its_answers_have_ended(path: str) -> None:
    found = re.search(GRACE[path], (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    assert int(found[1]) > Limits().total_seconds
