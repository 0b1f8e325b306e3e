"""Read the configuration from environment variables; a wrong one stops the start with its name."""

import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Environment(BaseSettings):
    """Every variable, typed; docs/configuration.md explains each."""

    model_config = SettingsConfigDict(extra="ignore")

    environment: Literal["development", "test", "production"] = "development"
    debug: bool = False
    secret_key: str = Field(min_length=32)
    data_dir: Path = Path(".raglan")
    models_dir: Path = Path(".raglan/models")
    base_domain: str = "localhost"
    port: int = Field(default=8000, ge=1, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    database_url: str
    database_owner_url: str = ""
    database_pool_size: int = Field(default=16, ge=1)
    redis_url: str
    tgi_urls: Annotated[tuple[str, ...], NoDecode] = ()
    tgi_model: str = "smollm2-135m"
    embedder: str = "all-minilm-l6-v2"
    storage_url: str = ""
    email_url: str = "console:"
    email_from: str = "Raglan <raglan@localhost>"
    upload_limit_bytes: int = Field(default=100_000_000, ge=1)
    metrics_token: str = ""
    # Webhooks and website import reach public addresses only, except in trials on one machine.
    allow_private_addresses: bool = False

    @field_validator("tgi_urls", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    def database_settings(self, name: str) -> dict[str, Any]:
        """Return Django's settings for the database that the variable `name` points to."""
        parts = urlsplit(getattr(self, name) or self.database_url)
        socket = parse_qs(parts.query).get("host", [""])[0]
        return {
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": socket or parts.hostname or "",
            "PORT": str(parts.port or ""),
        }

    @property
    def email(self) -> tuple[str, str, int, str, str, bool]:
        """Return backend, host, port, user, password and whether to use TLS."""
        parts = urlsplit(self.email_url)
        backend = "smtp" if parts.scheme == "smtp" else "console"
        return (
            f"django.core.mail.backends.{backend}.EmailBackend",
            parts.hostname or "",
            parts.port or 25,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            bool(parts.username),
        )

    @property
    def storage(self) -> dict[str, Any]:
        """Return django-storages' settings: a folder, or a bucket by `s3://NAME?endpoint_url=…`."""
        parts = urlsplit(self.storage_url)
        if parts.scheme == "s3":
            options = {name: values[0] for name, values in parse_qs(parts.query).items()}
            return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": parts.netloc, **options}}
        folder = parts.path or str(self.data_dir / "files")
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}


@cache
def load_environment() -> Environment:
    """Return the environment; end the process with one line for each variable that is wrong."""
    try:
        return Environment()  # type: ignore[call-arg]  # the values come from the environment
    except ValidationError as wrong:
        for error in wrong.errors():
            name = ".".join(str(part) for part in error["loc"]).upper()
            print(f"{name}: {error['msg']}", file=sys.stderr)
        raise SystemExit(2) from None
