"""Tell administrators how the walls, the indexes, the queues and the embedding models of their company stand."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction

from documents.actions.canaries import CANARIES, is_enabled
from documents.context import query_embedder
from documents.embedding.types import EMBEDDER_DOWN
from documents.explaining import explain_queues
from documents.indexing.clock import late_checks
from documents.indexing.recalling import LEAST_OF_QUESTIONS, LEAST_RECALL, RECALL, is_low
from documents.indexing.recounting import RECOUNTED
from documents.models import IndexVersion
from documents.search.graph import QUESTIONS
from documents.search.tuning import read_tuning
from documents.showing_indexes import Standing
from documents.types import IndexState
from tenants.access import group_names
from tenants.access.alarms import open_alarms
from tenants.types import Actor

logger = logging.getLogger(__name__)
DOWN = "It does not answer; the log of the web process says why."
# From the worst to the best.
STATES = ("leaked", "lost", "waiting", "kept")


def describe_health(*, actor: Actor) -> dict[str, Any]:
    """Return what is watched, with the figures of the last checks. Call it outside of any transaction."""
    with transaction.atomic():
        alarms = [asdict(alarm) for alarm in open_alarms(tenant=actor.tenant).values()]
        late = late_checks()
        recall = {**_recall(), "is_late": late[RECALL]}
        canaries = {**_canaries(group_names(tenant=actor.tenant)), "is_late": late[CANARIES]}
        recounted = read_tuning(RECOUNTED) or {}
        models = sorted({index["embedder"] for index in recall["indexes"]} | {settings.EMBEDDER})
    return {
        "alarms": [{name: alarm[name] for name in ("kind", "since", "says")} for alarm in alarms],
        "recall": recall,
        "canaries": canaries,
        "recount": {
            "checked_at": recounted.get("checked_at"),
            "mended": sum(recounted.get("mended", {}).values()),
        },
        "queues": explain_queues(),
        "embedders": [_embedder(name) for name in models],
    }


def _recall() -> dict[str, Any]:
    kept = read_tuning(RECALL) or {}
    measured: Mapping[str, Any] = kept.get("indexes", {})
    standing = Standing()
    indexes = [
        _index(index, standing.state(index), measured.get(str(index.pk), {}))
        for index in IndexVersion.objects.open().order_by("-pk")
    ]
    return {
        "least": LEAST_RECALL,
        "least_of_questions": LEAST_OF_QUESTIONS,
        "questions": QUESTIONS,
        "checked_at": kept.get("checked_at"),
        "indexes": indexes,
    }


def _index(index: IndexVersion, state: str, measured: Mapping[str, Any]) -> dict[str, Any]:
    # What was measured when the graph was built stands until it is measured again.
    found = measured.get("recall", index.cost.get("graph_recall") if index.has_hnsw else None)
    return {
        "id": index.pk,
        "state": state,
        "embedder": index.settings["embedder"],
        "is_exact": not index.has_hnsw,
        "recall": found,
        "recall_of_questions": measured.get("of_questions"),
        "checked_at": measured.get("checked_at"),
        "is_low": state == IndexState.LIVE and is_low({**measured, "recall": found}),
    }


def _canaries(names: Mapping[Any, str]) -> dict[str, Any]:
    kept = read_tuning(CANARIES) or {}
    called = {str(key): name for key, name in names.items()}
    groups = [
        {
            "group": one["group"],
            "name": called.get(one["group"] or "", ""),
            "state": one["state"],
            "where": one["where"],
        }
        for one in kept.get("results", [])
    ]
    worst = min((STATES.index(one["state"]) for one in groups), default=None)
    return {
        "enabled": is_enabled(),
        "checked_at": kept.get("checked_at"),
        "state": None if worst is None else STATES[worst],
        "groups": groups,
    }


def _embedder(name: str) -> dict[str, Any]:
    try:
        query_embedder(name).embed_query("well?")
    except EMBEDDER_DOWN:
        # What is said of it names folders and addresses of the installation.
        logger.warning("an embedding model does not answer", extra={"embedder": name}, exc_info=True)
        return {"name": name, "is_up": False, "detail": DOWN}
    return {"name": name, "is_up": True, "detail": ""}
