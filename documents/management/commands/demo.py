"""Make the two demo tenants with their people and handbooks; what is there already stays as it is."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from documents.actions import collections, library
from documents.models import Collection
from project.kernel.db import shared_scope, tenant_scope
from project.kernel.errors import NotFound
from tenants.access import access_tenant, actor_of_member
from tenants.actions import staffing, tenancy
from tenants.types import Actor, Role

FOLDER = settings.BASE_DIR / "deploy" / "demo"


class Command(BaseCommand):
    """Read each manifest of deploy/demo and bring the tenant to it."""

    help = "Make the demo tenants acme and globex."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it so

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the option."""
        parser.add_argument(
            "--filled", nargs="*", default=(), metavar="SLUG", help="made before: one that is gone was erased"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make every tenant; print who may sign in."""
        filled = set(options["filled"])
        for path in sorted(FOLDER.glob("*.yaml")):
            manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
            if manifest["slug"] in filled and not is_there(manifest["slug"]):
                self.stdout.write(f"{manifest['slug']}: it was erased, and stays so")
                continue
            owner = make_people(manifest)
            uploaded = make_documents(owner, manifest)
            self.stdout.write(f"{manifest['slug']}: {uploaded} documents on their way, owner {owner.email}")


def is_there(slug: str) -> bool:
    """Say whether there is a tenant of this name."""
    with shared_scope():
        try:
            access_tenant(slug=slug)
        except NotFound:
            return False
    return True


def make_people(manifest: dict[str, Any]) -> Actor:
    """Make the tenant, its owner, groups and members; return the owner."""
    owner = manifest["people"][0]
    account = tenancy.OwnerAccount(email=owner["email"], password=manifest["password"], name=owner["name"])
    tenant = tenancy.create(slug=manifest["slug"], name=manifest["name"], owner=account)
    seats = [
        staffing.Seat(email=p["email"], name=p["name"], role=Role(p["role"]), groups=p["groups"])
        for p in manifest["people"]
    ]
    groups = {group["slug"]: group["name"] for group in manifest["groups"]}
    people = staffing.seat(tenant=tenant, seats=seats, groups=groups, password=manifest["password"])
    with shared_scope():
        actor = actor_of_member(tenant=tenant, person_id=people[owner["email"]])
    if actor is None:
        raise CommandError(f"The demo's owner {owner['email']} is no active member of {tenant.slug}.")
    return actor


def make_documents(actor: Actor, manifest: dict[str, Any]) -> int:
    """Make the collections and upload the files that are new; return how many were."""
    with tenant_scope(actor.tenant):
        with transaction.atomic():
            known = set(Collection.objects.values_list("slug", flat=True))
        for wanted in manifest["collections"]:
            if wanted["slug"] not in known:
                collections.create(actor=actor, **wanted)
        uploads = [as_upload(document) for document in manifest["documents"]]
        results = [library.upload(actor=actor, upload=upload) for upload in uploads]
    return sum(not result.unchanged for result in results)


def as_upload(document: dict[str, Any]) -> library.Upload:
    """Return the upload that a manifest's document describes."""
    path: Path = FOLDER / document["file"]
    return library.Upload(
        file=ContentFile(path.read_bytes(), name=path.name),
        filename=path.name,
        content_type="",
        collection=document["collection"],
        external_id=document["external_id"],
        title=document["title"],
        metadata=document.get("metadata"),
        readers=document.get("readers"),
    )
