"""Read and write what a tenant has set or learned for its search, by name, in the caller's transaction."""

from typing import Any

from django.utils import timezone

from documents.models import Tuning

SETTINGS = "search"


def read_tuning(key: str) -> Any:
    """Return what is kept under a name; None where nothing is."""
    return Tuning.objects.filter(pk=key).values_list("value", flat=True).first()


def lock_tuning(key: str) -> Any:
    """Return what is kept under a name, which nobody else changes until the transaction ends."""
    Tuning.objects.get_or_create(pk=key, defaults={"value": None})
    return Tuning.objects.select_for_update().get(pk=key).value


def write_tuning(key: str, value: Any) -> None:
    """Keep a value under a name, in place of the one before."""
    Tuning.objects.update_or_create(pk=key, defaults={"value": value, "changed_at": timezone.now()})


def forget_tuning(key: str) -> None:
    """Keep nothing under a name."""
    Tuning.objects.filter(pk=key).delete()
