"""Open a house: the real processes, some tenants, the cast, and a handful of the demo's documents."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from project.embedded.installation import free_port
from project.kernel.db import TenantRef
from tenants.types import Role
from tests.factories import cast
from tests.stack import ROOT, START_SECONDS, Stack

DEMO = ROOT / "deploy" / "demo" / "acme"
LIBRARY = {
    "handbook": (
        "everyone",
        ("annual-leave.md", "sickness-absence.pdf", "remote-work.docx", "new-starters.html"),
    ),
    "procedures": ("engineering", ("change-control.md",)),
}
READY_SECONDS = 60
# Each of these owns a tenant: Max an empty one, Otto one with sources, Pia one with work that failed.
PLACES = ("max", "nora", "otto", "pia", "rosa", "mallory")


@dataclass(frozen=True)
class House:
    """Know the running product and who lives in it."""

    stack: Stack
    model: subprocess.Popen[bytes]
    tenant: TenantRef
    others: Mapping[str, TenantRef]
    sessions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def home(self, name: str) -> TenantRef:
        """Return the tenant of a person: Max has an empty one, Nora one to change, Mallory, who means harm, hers."""
        return self.others.get(name, self.tenant)

    def url(self, name: str) -> str:
        """Return the address at which a person finds their tenant."""
        return self.stack.url(self.home(name).slug)

    def cookies(self, name: str) -> list[dict[str, Any]]:
        """Return the cookies of a person's session, which is begun once."""
        domain = f"{self.home(name).slug}.localhost"
        if name not in self.sessions:
            with signed_in(self.stack, self.home(name), name) as client:
                self.sessions[name] = [
                    {"name": key, "value": value, "domain": domain, "path": "/"}
                    for key, value in client.cookies.items()
                ]
        return self.sessions[name]

    @contextmanager
    def model_frozen(self) -> Iterator[None]:
        """Let the model server fall silent for a while; it keeps its connections."""
        self.model.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.model.send_signal(signal.SIGCONT)


@contextmanager
def open_house(stack: Stack, model_port: int) -> Iterator[House]:
    """Start everything, bring in people and documents, and wait until they can be asked about."""
    model = start_model(stack, model_port)
    try:
        stack.start()
        others = {name: cast.make_tenant(name) for name in PLACES}
        house = House(stack, model, cast.make_tenant("ada"), others)
        cast.make_member(house.tenant, "ben", groups=("engineering",))
        cast.make_member(house.tenant, "cleo")
        cast.make_member(house.tenant, "dora", role=Role.CURATOR)
        stack.wait_until_ready()
        fill_library(house)
        wait_for(lambda: httpx.get(f"http://127.0.0.1:{model_port}/health").is_success)
        yield house
    finally:
        stack.stop()
        model.kill()
        model.wait()


def start_model(stack: Stack, port: int) -> subprocess.Popen[bytes]:
    """Start the embedded language model."""
    command = [sys.executable, "-m", "project.embedded.llm", "--port", str(port)]
    with (stack.folder / "llm.log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, env=os.environ.copy(), stdout=log, stderr=log)


def fresh_stack(folder: Path) -> tuple[Stack, int]:
    """Return a stack that is not started yet, and the port of its language model."""
    port = free_port()
    variables = {"TGI_URLS": f"http://127.0.0.1:{port}", "TGI_MODEL": "smollm2-135m"}
    # What sources read stands on this machine.
    variables["SOURCES_ALLOW_NETWORKS"] = "127.0.0.0/8"
    # An answer lasts as long as its test freezes the model.
    variables["TGI_PHRASE_SECONDS"] = "20"
    return Stack(folder=folder, variables=variables), port


@contextmanager
def signed_in(stack: Stack, tenant: TenantRef, name: str) -> Iterator[httpx.Client]:
    """Give a client with a person's session."""
    with httpx.Client(base_url=stack.base_url, headers=stack.host(tenant.slug), timeout=30) as client:
        client.get("/_allauth/browser/v1/config")
        body = {"email": cast.address(tenant, name), "password": cast.PASSWORD}
        login, token = "/_allauth/browser/v1/auth/login", client.cookies["csrftoken"]
        client.post(login, json=body, headers={"X-CSRFToken": token}).raise_for_status()
        client.headers["X-CSRFToken"] = client.cookies["csrftoken"]
        yield client


def fill_library(house: House) -> None:
    """Upload the documents as Ada and wait until each can be asked about."""
    with signed_in(house.stack, house.tenant, "ada") as client:
        # Each test asks for an answer that is made for it, whatever others have asked.
        client.patch("/api/v1/search-settings", json={"cache": False}).raise_for_status()
        for slug, (readers, names) in LIBRARY.items():
            make_collection(client, slug, readers)
            for name in names:
                upload(client, slug, name, (DEMO / name).read_bytes())
        wait_until_indexed(client)


def make_collection(client: httpx.Client, slug: str, reader: str) -> None:
    """Make a collection for one kind of readers."""
    body = {"slug": slug, "name": slug.title(), "readers": [reader]}
    client.post("/api/v1/collections", json=body).raise_for_status()


def upload(client: httpx.Client, collection: str, name: str, content: bytes) -> None:
    """Upload a document that is titled as its file."""
    title = Path(name).stem.replace("-", " ").capitalize()
    client.post(
        "/api/v1/documents", files={"file": (name, content)}, data={"collection": collection, "title": title}
    ).raise_for_status()


def upload_lines(client: httpx.Client, lines: Sequence[Mapping[str, str]]) -> None:
    """Upload many texts at once."""
    body = "\n".join(json.dumps(line) for line in lines)
    headers = {"Content-Type": "application/x-ndjson"}
    client.post("/api/v1/documents/bulk", content=body, headers=headers).raise_for_status()
    wait_for(lambda: client.get("/api/v1/documents", params={"limit": 1}).json()["results"])
    wait_until_indexed(client)


def wait_until_indexed(client: httpx.Client) -> None:
    """Wait until every document has left the queue; fail where one did not become ready."""

    def is_settled() -> bool:
        waiting = ("queued", "parsing", "embedding")
        counts = [
            client.get("/api/v1/documents", params={"status": state}).json()["results"] for state in waiting
        ]
        return not any(counts)

    wait_for(is_settled)
    for state in ("failed", "quarantined"):
        lost = client.get("/api/v1/documents", params={"status": state}).json()["results"]
        assert not lost, lost


def wait_for(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + max(READY_SECONDS, START_SECONDS)
    while time.monotonic() < deadline:
        try:
            if is_so():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError("it did not come about in time")
