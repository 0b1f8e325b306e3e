"""Sign in as a browser does, through allauth's headless API on the tenant's own host."""

import json
import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.test import Client

from project.kernel.db import TenantRef, shared_scope
from tenants.models import Person
from tenants.types import Actor
from tests.factories import cast

BASE = "/_allauth/browser/v1"
PROBLEM = "application/problem+json"


class Browser:
    """Keep cookies and send the CSRF token, as the web UI does."""

    def __init__(self, tenant: TenantRef) -> None:
        self.host = f"{tenant.slug}.localhost"
        self.client = Client(enforce_csrf_checks=True, SERVER_NAME=self.host)
        self.client.get(f"{BASE}/auth/session")

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        token = self.client.cookies["csrftoken"].value
        headers = {"X-CSRFToken": token}
        return self.client.generic(
            method, path, json.dumps(body or {}), content_type="application/json", headers=headers
        )

    def sign_in(self, email: str, password: str = cast.PASSWORD) -> Any:
        return self.send("POST", f"{BASE}/auth/login", {"email": email, "password": password})


@pytest.fixture(autouse=True)
def fresh_counts(database: None) -> None:
    cache.clear()


def test_a_member_signs_in_and_out(ada: Actor) -> None:
    browser = Browser(ada.tenant)
    assert browser.client.get("/api/v1/limits").status_code == 401
    assert browser.sign_in(ada.email).status_code == 200
    assert browser.client.get("/api/v1/limits").status_code == 200
    browser.send("DELETE", f"{BASE}/auth/session")
    assert browser.client.get("/api/v1/limits").status_code == 401


def test_a_session_counts_on_its_own_tenants_host_only(ada: Actor, other_tenant: TenantRef) -> None:
    browser = Browser(ada.tenant)
    browser.sign_in(ada.email)
    elsewhere = browser.client.get("/api/v1/limits", SERVER_NAME=f"{other_tenant.slug}.localhost")
    assert elsewhere.status_code == 401


def test_a_change_needs_the_csrf_token(ada: Actor) -> None:
    browser = Browser(ada.tenant)
    browser.sign_in(ada.email)
    answer = browser.client.post("/api/v1/groups", {"name": "A"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert browser.send("POST", "/api/v1/groups", {"name": "A"}).status_code == 201


def test_a_wrong_password_and_an_unknown_address_look_alike(ada: Actor) -> None:
    browser = Browser(ada.tenant)
    wrong, unknown = browser.sign_in(ada.email, "x" * 12), browser.sign_in("nobody@nowhere.example", "x" * 12)
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())


def test_guessing_is_locked_out(ada: Actor) -> None:
    browser = Browser(ada.tenant)
    for guess in range(10):
        cache.clear()  # allauth's own limit comes first; here the lock after ten failures is tried
        browser.sign_in(ada.email, f"guess number {guess}")
    cache.clear()
    answer = browser.sign_in(ada.email)
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
    assert (answer.headers["Content-Type"], answer.headers["Retry-After"]) == (PROBLEM, "900")
    assert answer.headers["RateLimit-Limit"] == "10"


def test_asking_too_often_for_a_link_says_when_to_come_back(ada: Actor) -> None:
    browser, body = Browser(ada.tenant), {"email": "nobody@nowhere.example"}
    *_, answer = [browser.send("POST", f"{BASE}/auth/password/request", body) for _ in range(6)]
    assert (answer.status_code, answer.headers["Content-Type"]) == (429, PROBLEM)
    assert (answer.headers["Retry-After"], answer.headers["RateLimit-Limit"]) == ("300", "5")


def test_signing_in_needs_the_csrf_token(ada: Actor) -> None:
    answer = Browser(ada.tenant).client.post(f"{BASE}/auth/login", {}, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, PROBLEM)
    assert answer.json()["detail"].startswith("CSRF: ")


def test_nobody_signs_up(ada: Actor) -> None:
    answer = Browser(ada.tenant).send(
        "POST", f"{BASE}/auth/signup", {"email": "eve@e.example", "password": "x" * 20}
    )
    assert answer.status_code == 404


def test_nobody_takes_another_address(ada: Actor) -> None:
    browser = Browser(ada.tenant)
    browser.sign_in(ada.email)
    place, wanted = f"{BASE}/account/email", {"email": "boss@elsewhere.example"}
    answers = [browser.send(method, place, wanted) for method in ("POST", "PUT", "PATCH", "DELETE")]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].json()["code"] == "not_found"


CLOSED = [
    "auth/provider/token",
    "auth/provider/signup",
    "auth/email/verify",
    "account/phone",
    "account/providers",
]


@pytest.mark.parametrize("place", CLOSED)
def test_what_the_product_does_not_offer_of_allauth_is_missing(ada: Actor, place: str) -> None:
    browser = Browser(ada.tenant)
    browser.sign_in(ada.email)
    assert browser.send("POST", f"{BASE}/{place}").status_code == 404


def reset_key(browser: Browser, email: str) -> str:
    """Ask for the link to a new password and return the key in it, as the mail has it."""
    mail.outbox.clear()
    assert browser.send("POST", f"{BASE}/auth/password/request", {"email": email}).status_code == 200
    found = re.search(
        rf"http://{re.escape(browser.host)}/account/password/reset/(\S+)", str(mail.outbox[0].body)
    )
    assert found is not None, mail.outbox[0].body
    return found[1]


def test_a_forgotten_password_is_replaced_once_by_the_link_in_a_mail(ada: Actor) -> None:
    browser = Browser(ada.tenant)
    key = reset_key(browser, ada.email)
    place, wanted = f"{BASE}/auth/password/reset", {"key": key, "password": "a new one of some length"}
    assert browser.client.get(place, headers={"X-Password-Reset-Key": key}).status_code == 200
    # allauth says with 401 that the password is set and nobody is signed in by that.
    assert browser.send("POST", place, wanted).status_code == 401
    assert browser.client.get("/api/v1/limits").status_code == 401
    assert browser.sign_in(ada.email).status_code == 400
    assert browser.sign_in(ada.email, wanted["password"]).status_code == 200
    assert Browser(ada.tenant).send("POST", place, wanted).status_code == 400


def test_a_new_password_ends_the_sessions_of_the_old_one(ada: Actor) -> None:
    signed_in, other = Browser(ada.tenant), Browser(ada.tenant)
    signed_in.sign_in(ada.email)
    wanted = {"key": reset_key(other, ada.email), "password": "a new one of some length"}
    other.send("POST", f"{BASE}/auth/password/reset", wanted)
    assert signed_in.client.get("/api/v1/limits").status_code == 401


def test_asking_for_a_link_does_not_tell_whether_there_is_an_account(ada: Actor) -> None:
    browser = Browser(ada.tenant)
    addresses = (ada.email, "nobody@nowhere.example")
    known, unknown = (
        browser.send("POST", f"{BASE}/auth/password/request", {"email": address}) for address in addresses
    )
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())


def test_passwords_are_hashed_with_argon2(ada: Actor) -> None:
    with shared_scope():
        assert Person.objects.get(pk=ada.user_id).password.startswith("argon2$")


def test_a_second_factor_is_asked_for(ada: Actor) -> None:
    browser = Browser(ada.tenant)
    browser.sign_in(ada.email)
    with shared_scope():
        person = Person.objects.get(pk=ada.user_id)
        secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
        TOTP.activate(person, secret)
    again = Browser(ada.tenant)
    first = again.sign_in(ada.email)
    assert first.status_code == 401
    assert "mfa_authenticate" in [
        flow["id"] for flow in first.json()["data"]["flows"] if flow.get("is_pending")
    ]
    assert again.client.get("/api/v1/limits").status_code == 401
    assert (
        again.send("POST", f"{BASE}/auth/2fa/authenticate", {"code": cast.totp_code(secret)}).status_code
        == 200
    )
    assert again.client.get("/api/v1/limits").status_code == 200


def test_the_configuration_tells_what_sign_in_offers(ada: Actor) -> None:
    config = Browser(ada.tenant).client.get(f"{BASE}/config").json()["data"]
    assert config["account"]["login_methods"] == ["email"]
    assert config["account"]["is_open_for_signup"] is False
    assert "totp" in config["mfa"]["supported_types"]
    assert config["socialaccount"]["providers"] == []


def test_oidc_and_saml_are_configured_by_rows(ada: Actor) -> None:
    from allauth.socialaccount.models import SocialApp

    oidc = {"server_url": "https://id.example/.well-known/openid-configuration"}
    with shared_scope():
        SocialApp.objects.create(
            provider="openid_connect",
            provider_id="company",
            name="Company",
            client_id="raglan",
            settings=oidc,
        )
    try:
        config = Browser(ada.tenant).client.get(f"{BASE}/config").json()["data"]
    finally:
        with shared_scope():
            SocialApp.objects.all().delete()
    assert [(row["id"], row["name"]) for row in config["socialaccount"]["providers"]] == [
        ("company", "Company")
    ]


def test_an_unknown_host_is_a_page_like_any_other_404(ada: Actor) -> None:
    unknown = Client(SERVER_NAME="nobody.localhost").get("/api/v1/limits")
    missing = Client(SERVER_NAME=f"{ada.tenant.slug}.localhost").get("/api/v1/nothing-here")
    assert (
        (unknown.status_code, unknown.json())
        == (missing.status_code, missing.json())
        == (404, unknown.json())
    )
    assert Client(SERVER_NAME="nobody.localhost").get(f"{BASE}/config").status_code == 404
