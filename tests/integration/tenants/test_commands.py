"""Run a tenant's life from the shell: made, given a key, migrated, erased."""

import threading
from io import BytesIO, StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from rest_framework.test import APIClient

from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.errors import Conflict
from project.kernel.redis import redis_client
from tenants import schemas
from tenants.actions import staffing, tenancy
from tenants.models import Membership, Person, Tenant
from tenants.types import Actor, Role
from tests.factories import cast


def run(*arguments: str) -> str:
    out = StringIO()
    with shared_scope():
        call_command(*arguments, stdout=out)
    return out.getvalue()


def test_creating_a_tenant_again_changes_nothing(tenant: TenantRef) -> None:
    again = ("tenant", "create", tenant.slug, "--name", "Other", "--owner", f"ada@{tenant.slug}.example")
    assert str(tenant.id) in run(*again, "--password", "another password")
    with shared_scope():
        assert Tenant.objects.get(pk=tenant.id).name == tenant.name
        assert Person.objects.get(email=f"ada@{tenant.slug}.example").check_password(cast.PASSWORD)


def test_only_an_account_that_was_there_is_said_to_keep_its_password(tenant: TenantRef) -> None:
    """A new person has none to keep."""
    email = f"neo@{tenant.slug}.example"
    create = ("tenant", "create", tenant.slug, "--name", "One", "--password", cast.PASSWORD, "--owner")
    assert "keeps its password" not in run(*create, email)
    assert f"{email} had an account and keeps its password" in run(*create, email)


def test_an_account_of_elsewhere_becomes_owner_only_by_its_own_password(tenant: TenantRef) -> None:
    slug = f"{tenant.slug}-two"
    create = (
        "tenant",
        "create",
        slug,
        "--name",
        "Two",
        "--owner",
        f"ADA@{tenant.slug}.example",
        "--password",
    )
    with pytest.raises(CommandError, match="has an account already, with another password"):
        run(*create, "not the one of that account")
    with shared_scope():
        assert not Tenant.objects.filter(slug=slug).exists()
    run(*create, cast.PASSWORD)
    with shared_scope():
        assert Membership.objects.get(tenant__slug=slug).role == "owner"


def test_an_account_of_elsewhere_is_seated_only_by_its_own_password(
    tenant: TenantRef, other_tenant: TenantRef
) -> None:
    seats = [staffing.Seat(email=f"max@{other_tenant.slug}.example", name="Max", role=Role.ADMIN)]
    with pytest.raises(Conflict, match="has an account already"):
        staffing.seat(tenant=tenant, seats=seats, groups={}, password="not the one of that account")
    staffing.seat(tenant=tenant, seats=seats, groups={}, password=cast.PASSWORD)
    # Who is a member stays one, whatever password the list has.
    staffing.seat(tenant=tenant, seats=seats, groups={}, password="not the one of that account")


@pytest.mark.parametrize(
    ("email", "password", "reason"),
    [
        ("olga@weak.example", "short", "at least 12 characters"),
        ("notanemail", cast.PASSWORD, "Expected an e-mail address"),
    ],
)
def test_an_owner_whom_no_invitation_would_take_makes_no_tenant(
    database: None, email: str, password: str, reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        run("tenant", "create", "weak", "--name", "Weak", "--owner", email, "--password", password)
    with shared_scope():
        assert not Tenant.objects.filter(slug="weak").exists()


def test_a_slug_that_is_no_host_is_refused(database: None) -> None:
    with pytest.raises(CommandError, match="lower-case"):
        run("tenant", "create", "Not_a_host", "--name", "N", "--owner", "a@b.example", "--password", "x" * 12)


def test_tenants_are_listed(tenant: TenantRef) -> None:
    assert f"{tenant.slug}\tactive\t" in run("tenant", "list")


def test_a_key_is_alone_on_the_output_and_works(ada: Actor) -> None:
    key = run("apikey", "create", ada.tenant.slug, "--name", "ci", "--scopes", "search,admin")
    assert key.count("\n") == 1
    client = APIClient(headers={"Authorization": f"Bearer {key.strip()}"})
    assert client.get("/api/v1/usage", SERVER_NAME="localhost").status_code == 200


def test_an_unknown_scope_is_named(ada: Actor) -> None:
    with pytest.raises(CommandError, match="Unknown scopes everything"):
        run("apikey", "create", ada.tenant.slug, "--name", "ci", "--scopes", "everything")


def leave_traces(tenant: TenantRef) -> None:
    default_storage.save(f"{tenant.schema}/documents/a.txt", BytesIO(b"canary"))
    redis_client().set(f"{tenant.schema}:stream:1", "canary")
    cast.signed_in(cast.actor(tenant, "ada")).post("/api/v1/groups", {"name": "Canary"}, format="json")


def traces(tenant: TenantRef) -> list[str]:
    """Search every shared table for the tenant's id and its owner's address."""
    found = []
    with shared_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM public.{table} t WHERE t::text LIKE %s OR t::text LIKE %s",
                [f"%{tenant.id}%", f"%{tenant.slug}%"],
            )
            found += [table] if cursor.fetchone()[0] else []
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [tenant.schema])
        found += ["schema"] if cursor.fetchone() else []
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [tenant.role])
        found += ["role"] if cursor.fetchone() else []
    return found


def test_erasing_leaves_nothing_and_says_what_was_where(ada: Actor, other_tenant: TenantRef) -> None:
    leave_traces(ada.tenant)
    assert "membership" in traces(ada.tenant)
    report = run("tenant", "erase", ada.tenant.slug, "--yes")
    assert traces(ada.tenant) == []
    assert not default_storage.exists(f"{ada.tenant.schema}/documents/a.txt")
    assert list(redis_client().scan_iter(match=f"{ada.tenant.schema}:*")) == []
    rows = {" ".join(line.split()[1:]): line.split()[0] for line in report.splitlines()}
    assert (rows["files"], rows["people_group"], rows["person"]) == ("1", "1", "1")
    assert "membership" in traces(other_tenant)


def test_a_person_of_two_tenants_stays_in_the_other(ada: Actor, max_: Actor) -> None:
    with shared_scope():
        Membership.objects.create(tenant_id=ada.tenant.id, person_id=max_.user_id, role="member")
    run("tenant", "erase", ada.tenant.slug, "--yes")
    assert cast.actor(max_.tenant, "max").user_id == max_.user_id


def test_erasing_needs_a_yes(tenant: TenantRef) -> None:
    with pytest.raises(CommandError, match="--yes"):
        run("tenant", "erase", tenant.slug)


def test_an_erasure_that_was_cut_off_is_completed(tenant: TenantRef, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("tenants.actions.erasure._delete_shared_rows", fall)
        with pytest.raises(KeyboardInterrupt):
            run("tenant", "erase", tenant.slug, "--yes")
    client = APIClient(SERVER_NAME=f"{tenant.slug}.localhost")
    assert client.get("/api/v1/limits").status_code == 404
    run("tenant", "erase", tenant.slug, "--yes")
    assert traces(tenant) == []


def break_migrations(tenant: TenantRef) -> list[tuple[str, str]]:
    """Let the tenant's schema forget what was applied, so that it fails to make its tables again."""
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute("DELETE FROM django_migrations RETURNING app, name")
        rows: list[tuple[str, str]] = cursor.fetchall()
    return rows


def test_a_broken_tenant_stops_alone_and_goes_on_when_mended(
    tenant: TenantRef, other_tenant: TenantRef
) -> None:
    with shared_scope():
        Tenant.objects.filter(pk__in=[tenant.id, other_tenant.id]).update(schema_version="")
    forgotten = break_migrations(tenant)
    with pytest.raises(CommandError, match=f"{tenant.slug}: .*already exists"):
        run("migrate")
    with shared_scope():
        reached = dict(Tenant.objects.values_list("pk", "schema_version"))
    assert (reached[tenant.id], reached[other_tenant.id]) == ("", schemas.latest_version())
    with schemas.owner_cursor(tenant) as cursor:
        cursor.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", forgotten
        )
    assert "and 1 tenants" in run("migrate")


def test_a_migration_that_fails_by_its_own_code_stops_one_tenant_alone(
    tenant: TenantRef, other_tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate = schemas.migrate_tenant

    def fail_for_one(wanted: TenantRef) -> None:
        if wanted == tenant:
            raise KeyError("colour")
        migrate(wanted)

    monkeypatch.setattr(schemas, "migrate_tenant", fail_for_one)
    with shared_scope():
        Tenant.objects.filter(pk__in=[tenant.id, other_tenant.id]).update(schema_version="")
    with pytest.raises(CommandError, match=f"^{tenant.slug}: KeyError: 'colour'$"):
        run("migrate")
    with shared_scope():
        reached = dict(Tenant.objects.values_list("pk", "schema_version"))
        Tenant.objects.filter(pk=tenant.id).update(schema_version=schemas.latest_version())
    assert (reached[tenant.id], reached[other_tenant.id]) == ("", schemas.latest_version())


def test_tenants_migrate_side_by_side(
    tenant: TenantRef, other_tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each waits for the other: one after the other, neither would come to its end."""
    both = threading.Barrier(2, timeout=5)

    def meet(wanted: TenantRef) -> None:
        both.wait()

    monkeypatch.setattr(schemas, "migrate_tenant", meet)
    migrated = list(schemas.migrate_tenants([tenant, other_tenant]))
    assert migrated == [(tenant, ""), (other_tenant, "")]


def test_an_account_that_comes_while_the_schema_is_made_is_no_owner(
    monkeypatch: pytest.MonkeyPatch, tenant: TenantRef
) -> None:
    slug, email = f"{tenant.slug}-two", f"zoe@{tenant.slug}.example"

    def meanwhile(made: TenantRef) -> None:
        Person.objects.create_user(email, "the password of a stranger", name="Zoe")

    monkeypatch.setattr(schemas, "create_schema", meanwhile)
    owner = tenancy.OwnerAccount(email=email, password=cast.PASSWORD)
    with pytest.raises(Conflict, match="has an account already"):
        tenancy.create(slug=slug, name="Two", owner=owner)
    with shared_scope():
        assert not Membership.objects.filter(tenant__slug=slug).exists()
        Tenant.objects.filter(slug=slug).delete()  # what other tests migrate has a schema


def test_a_new_tenants_schema_equals_a_migrated_one(tenant: TenantRef) -> None:
    columns = (
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = %s"
    )
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{columns} AND table_name <> 'django_migrations'", [tenant.schema])
        made = set(cursor.fetchall())
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute(f"{columns} AND table_name <> 'django_migrations'", ["tenant_template"])
        assert made == set(cursor.fetchall())


def test_what_an_operator_does_as_a_person_says_so(ada: Actor) -> None:
    run("apikey", "create", ada.tenant.slug, "--name", "crm", "--scopes", "search")
    trail = cast.signed_in(ada).get("/api/v1/audit-events").json()["results"]
    (made,) = [event for event in trail if event["action"] == "api_key.created"]
    assert (made["actor"], made["detail"]["via"]) == (ada.email, "shell")
