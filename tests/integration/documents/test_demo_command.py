"""The demo companies are made once: one that was erased since stays erased."""

from io import StringIO

import pytest
from django.core.management import call_command

from documents.management.commands import demo
from project.kernel.db import shared_scope
from tenants.models import Tenant


def test_a_demo_company_that_was_erased_is_not_made_again(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def make(manifest: dict[str, str]) -> None:
        made.append(manifest["slug"])
        raise InterruptedError

    monkeypatch.setattr(demo, "make_people", make)
    with shared_scope():
        assert not Tenant.objects.filter(slug__in=["acme", "globex"]).exists()
    out = StringIO()
    call_command("demo", "--filled", "acme", "globex", stdout=out)
    assert (made, out.getvalue().count("it was erased, and stays so")) == ([], 2)
    with pytest.raises(InterruptedError):
        call_command("demo", "--filled", "globex", stdout=out)
    assert made == ["acme"]
