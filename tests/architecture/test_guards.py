"""Hold the rules that no type and no linter knows."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from project.kernel.db import TenantRef
from project.kernel.jobs import Job
from tenants import schemas
from tenants.api.base import METHODS, Requires, TenantView
from tenants.doctor import examine
from tenants.walls import SHARED_TABLES, TENANT_APPS
from tests.architecture.walk import Route, routes
from workers.queues import COMPUTE, TALK
from workers.registry import HANDLERS

ROOT = Path(__file__).parent.parent.parent
OURS = ("project", "tenants", "documents", "chat", "workers")
# Tables of all tenants together. Those of ours that carry a tenant are in SHARED_TABLES besides.
SHARED = {
    "account.EmailAddress",
    "account.EmailConfirmation",
    "auth.Group",
    "auth.Permission",
    "axes.AccessAttempt",
    "axes.AccessAttemptExpiration",
    "axes.AccessFailureLog",
    "axes.AccessLog",
    "contenttypes.ContentType",
    "kernel.JobRecord",
    "kernel.Pulse",
    "kernel.Turn",
    "mfa.Authenticator",
    "sessions.Session",
    "socialaccount.SocialAccount",
    "socialaccount.SocialApp",
    "socialaccount.SocialToken",
    "tenants.ApiKey",
    "tenants.AuditEvent",
    "tenants.Group",
    "tenants.GroupMember",
    "tenants.IdempotencyRecord",
    "tenants.Invitation",
    "tenants.Membership",
    "tenants.Person",
    "tenants.Tenant",
    "tenants.UsageCount",
    "tenants.Webhook",
    "tenants.WebhookDelivery",
}
OF_ONE_TENANT = {
    "chat.Citation",
    "chat.Conversation",
    "chat.CuratedAnswer",
    "chat.Feedback",
    "chat.KnownQuestion",
    "chat.Message",
    "chat.Trace",
    "documents.Audience",
    "documents.Chunk",
    "documents.Collection",
    "documents.CorpusStatistic",
    "documents.Document",
    "documents.DocumentVersion",
    "documents.ExplainedTerm",
    "documents.InForce",
    "documents.IndexVersion",
    "documents.LiveIndex",
    "documents.PastVector",
    "documents.PipelineFile",
    "documents.Reading",
    "documents.Posting",
    "documents.Source",
    "documents.SourceItem",
    "documents.SourceRun",
    "documents.Tuning",
    "chat.TestSet",
}
# What anybody may ask: probes, the description of the API, and the one page of the web UI.
OPEN_ROUTES = {
    "healthz",
    "readyz",
    "metrics",
    "api/v1/schema/",
    "api/v1/schema/pipeline.json",
    "api/v1/docs/",
}


def own_models() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=False))


def test_every_model_stands_on_one_side() -> None:
    assert {model._meta.label for model in own_models()} == SHARED | OF_ONE_TENANT


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_a_models_side_is_that_of_its_app(model: type[models.Model]) -> None:
    assert (model._meta.label in OF_ONE_TENANT) == (model._meta.app_label in TENANT_APPS)


@pytest.mark.parametrize("label", sorted(OF_ONE_TENANT))
def test_no_foreign_key_leaves_a_tenants_schema(label: str) -> None:
    targets = {
        field.related_model._meta.label for field in apps.get_model(label)._meta.fields if field.related_model
    }
    assert targets <= OF_ONE_TENANT


def test_a_shared_model_with_a_tenant_is_behind_a_policy() -> None:
    declared = {table.name for table in SHARED_TABLES}
    with_tenant = {
        model._meta.db_table
        for model in own_models()
        if model._meta.label in SHARED
        and {"tenant_id", "tenant_key"} & {f.attname for f in model._meta.fields}
    }
    assert with_tenant | {"tenant"} == declared


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.pattern)
def test_every_route_says_who_may_call_it(route: Route) -> None:
    if route.pattern in OPEN_ROUTES or getattr(route.callback, "__name__", "") == "web_ui":
        return
    assert issubclass(route.view, TenantView), f"{route.pattern} is no TenantView"
    asked = {name: route.view.requires[name] for name in METHODS if hasattr(route.view, name)}
    assert all(isinstance(who, Requires) or who == "anyone" for who in asked.values())


def test_a_view_that_forgets_a_method_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="says nothing about post"):
        type("Forgetful", (TenantView,), {"post": lambda self: None})


def test_the_walls_of_a_fresh_installation_stand(tenant: TenantRef, other_tenant: TenantRef) -> None:
    assert [finding for finding in examine() if not finding.is_warning] == []


def test_the_script_of_a_new_tenant_is_what_the_migrations_do(database: None) -> None:
    """After a change of models run `manage.py tenant ddl`."""
    assert schemas.SCRIPT.read_text(encoding="utf-8") == schemas.generate_script()


def job_classes(base: type[Job] = Job) -> set[type[Job]]:
    found = set()
    for kind in base.__subclasses__():
        found |= {kind} | job_classes(kind)
    return {kind for kind in found if kind.__module__.split(".")[0] in OURS}


def test_every_job_has_one_handler_and_one_home() -> None:
    assert job_classes() == set(HANDLERS)
    assert {job.queue for job in HANDLERS} <= {*COMPUTE, *TALK}
    assert len({job.kind() for job in HANDLERS}) == len(HANDLERS)


def modules() -> list[Path]:
    return [path for app in OURS for path in sorted((ROOT / app).rglob("*.py"))]


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""}
    return found


MIGRATIONS = [path for path in modules() if path.parent.name == "migrations" and path.name != "__init__.py"]


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_a_migration_is_named_for_what_it_does_and_imports_no_app(path: Path) -> None:
    assert "auto" not in path.stem
    # Ids are made the same for ever, so their function may be the default of an old column too.
    ours = {name for name in imports_of(path) if name.split(".")[0] in OURS} - {"project.kernel.ids"}
    assert ours == set()


def test_nobody_imports_the_settings_by_name() -> None:
    assert [path.name for path in modules() if "project.settings" in imports_of(path)] == []


def test_there_are_no_drawers() -> None:
    drawers = {"utils", "helpers", "services", "manager", "managers", "common", "misc"}
    assert [str(path) for path in modules() if drawers & {path.stem, *path.relative_to(ROOT).parts}] == []
