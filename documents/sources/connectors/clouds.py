"""Read the files of clouds whose addresses are their owners' alone, through their fsspec filesystems."""

import json
import os
from collections.abc import Mapping
from typing import Any

from documents.sources.connectors.files import FileConnector
from documents.sources.connectors.fsspecs import FsspecTree, Library, needed
from documents.sources.connectors.kinds import AzureSettings, GcsSettings, GithubSettings
from documents.sources.connectors.reaching import CONNECT_SECONDS, READ_SECONDS
from documents.sources.types import SourceFailed

GOOGLE_TOKENS = "https://oauth2.googleapis.com/token"
# What Google's library needs of a key; whatever else it can be told leads to other places.
GOOGLE_FIELDS = ("project_id", "private_key_id", "private_key", "client_email", "client_id")
UNAUTHORIZED, FORBIDDEN = 401, frozenset({403, 429})


def create_github(settings: GithubSettings, secrets: Mapping[str, str]) -> FileConnector:
    """Return the connector of a repository on GitHub."""
    return _connector(lambda: github(settings, secrets), settings.path, settings)


def create_gcs(settings: GcsSettings, secrets: Mapping[str, str]) -> FileConnector:
    """Return the connector of a bucket of Google Cloud Storage."""
    return _connector(lambda: gcs(secrets), f"{settings.bucket}/{settings.prefix}", settings)


def create_azure(settings: AzureSettings, secrets: Mapping[str, str]) -> FileConnector:
    """Return the connector of a container of Azure Blob Storage."""
    return _connector(lambda: azure(settings, secrets), f"{settings.container}/{settings.prefix}", settings)


def github(settings: GithubSettings, secrets: Mapping[str, str]) -> Library:
    """Return GitHub's API as a filesystem; it asks for the branch at once."""
    requests = needed("requests", "requests")
    implementation = needed("fsspec.implementations.github", "requests")
    errors = (requests.RequestException, RuntimeError, ValueError, KeyError)
    token = secrets.get("token", "")
    try:
        filesystem = _with_own_keys(implementation.GithubFileSystem)(
            org=settings.organisation,
            repo=settings.repository,
            sha=settings.branch or None,
            # GitHub takes any name beside a token.
            username="x-access-token" if token else None,
            token=token or None,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            skip_instance_cache=True,
        )
    except FileNotFoundError as missing:
        raise SourceFailed(
            "not_found", "GitHub shows no such repository or branch with this token."
        ) from missing
    except errors as failure:
        raise _meaning("GitHub", failure) from failure
    return Library(filesystem=filesystem, errors=errors, meaning=lambda failure: _meaning("GitHub", failure))


def _with_own_keys(filesystem: type[Any]) -> type[Any]:
    """Return GitHub's filesystem without the .netrc of this machine, which requests reads where no keys are given."""

    def kw(self: Any) -> dict[str, Any]:
        return {"auth": (self.username, self.token) if self.token else lambda request: request}

    return type("OwnKeys", (filesystem,), {"kw": property(kw)})


def gcs(secrets: Mapping[str, str]) -> Library:
    """Return Google Cloud Storage as a filesystem, anonymous without a key."""
    implementation = needed("gcsfs", "gcsfs")
    aiohttp, google = needed("aiohttp", "gcsfs"), needed("google.auth.exceptions", "gcsfs")
    filesystem = implementation.GCSFileSystem(
        # Never `google_default`: those are the keys of this installation.
        token=service_account(secrets["service_account"]) if secrets.get("service_account") else "anon",
        requests_timeout=READ_SECONDS,
        use_listings_cache=False,
        skip_instance_cache=True,
    )
    errors = (aiohttp.ClientError, google.GoogleAuthError, OSError, RuntimeError, ValueError)
    return Library(filesystem=filesystem, errors=errors, meaning=lambda failure: _meaning("Google", failure))


def service_account(text: str) -> dict[str, str]:
    """Return a key as Google's library takes it; raise SourceFailed for any other kind of credentials.

    Other kinds name files, programs and addresses of their own, which this machine would read, run and ask.
    """
    wrong = "Expected the JSON file of a service account's key."
    try:
        said = json.loads(text)
    except ValueError:
        raise SourceFailed("unauthorized", wrong) from None
    if not isinstance(said, dict) or said.get("type") != "service_account":
        raise SourceFailed("unauthorized", wrong)
    fields = {name: str(said.get(name, "")) for name in GOOGLE_FIELDS}
    return {"type": "service_account", "token_uri": GOOGLE_TOKENS, **fields}


def azure(settings: AzureSettings, secrets: Mapping[str, str]) -> Library:
    """Return a storage account as a filesystem, anonymous without a key."""
    # adlfs takes what it finds there wherever it is given nothing.
    if found := sorted(name for name in os.environ if name.startswith("AZURE_STORAGE_")):
        raise SourceFailed(
            "failed",
            f"This installation has {', '.join(found)} in its environment, which no source may use; "
            "its operator has to take it away.",
        )
    implementation = needed("adlfs", "adlfs")
    azure_errors = needed("azure.core.exceptions", "adlfs")
    key, token = secrets.get("account_key") or None, secrets.get("sas_token") or None
    try:
        filesystem = implementation.AzureBlobFileSystem(
            account_name=settings.account,
            # Said although it is the default: else the environment of this installation is asked.
            account_host=f"{settings.account}.blob.core.windows.net",
            account_key=key,
            sas_token=token,
            anon=not (key or token),
            use_listings_cache=False,
            skip_instance_cache=True,
            connection_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
        )
    except (ValueError, azure_errors.AzureError) as failure:
        raise SourceFailed("unauthorized", "The account key or SAS token cannot be read.") from failure
    errors = (azure_errors.AzureError, OSError, RuntimeError, ValueError)
    return Library(filesystem=filesystem, errors=errors, meaning=lambda failure: _meaning("Azure", failure))


def _connector(make: Any, root: str, settings: Any) -> FileConnector:
    return FileConnector(FsspecTree(make, root, is_recursive=settings.recursive), settings)


def _meaning(who: str, failure: Exception) -> SourceFailed:
    """Say what a cloud's answer means by its status; its own words may repeat a key."""
    response = getattr(failure, "response", None)
    status = (
        getattr(failure, "status_code", None)
        or getattr(failure, "code", None)
        or getattr(failure, "status", None)
    )
    status = status or getattr(response, "status_code", None)
    if str(status) == str(UNAUTHORIZED) or type(failure).__name__ in {
        "ClientAuthenticationError",
        "AzureSigningError",
        "RefreshError",
    }:
        return SourceFailed("unauthorized", f"{who} refuses this key or token.")
    if status in FORBIDDEN:
        return SourceFailed("forbidden", f"{who} does not allow this, or allows no more requests for now.")
    if status:
        return SourceFailed("failed", f"{who} answered {status}.")
    return SourceFailed("unreachable", f"{who} does not answer as expected.")
