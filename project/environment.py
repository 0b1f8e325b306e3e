"""Read the configuration from environment variables; a wrong one stops the start with its name."""

import os
import re
import sys
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from psycopg import pq
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from documents.embedding.catalogue import read_entries
from documents.embedding.registry import entries, know_entries

ROOT = Path(__file__).resolve().parent.parent
# Below it there is no room for the instructions, a question, a passage and an answer.
LEAST_CONTEXT_TOKENS = 1024
# What libpq takes behind the question mark, such as `sslmode`; the rest of the address says these.
SAID_BEFORE = {"user", "password", "dbname", "port"}
CONNECTION_PARAMETERS = {row.keyword.decode() for row in pq.Conninfo.get_defaults()} - SAID_BEFORE

# What an address of a bucket may say behind the question mark: strings that django-storages takes as they stand.
BUCKET_PARAMETERS = {
    "access_key",
    "addressing_style",
    "endpoint_url",
    "region_name",
    "secret_key",
    "security_token",
    "session_profile",
    "signature_version",
}
BUCKET_FORM = re.compile(r"[A-Za-z0-9._-]+")
# On 465 a mail server speaks TLS from its first byte (RFC 8314, 3.3).
MAIL_PORTS = {"smtp": 25, "smtps": 465}


def _address(*schemes: str) -> AfterValidator:
    """Return a check that an address, where one is given, begins with one of the schemes."""

    def check(value: str) -> str:
        if value and not value.startswith(tuple(f"{scheme}:" for scheme in schemes)):
            expected = " or ".join(f"{scheme}:" for scheme in schemes)
            raise ValueError(f"must begin with {expected}")
        return value

    return AfterValidator(check)


def _context(tokens: int) -> int:
    if tokens and tokens < LEAST_CONTEXT_TOKENS:
        raise ValueError(f"must be at least {LEAST_CONTEXT_TOKENS}")
    return tokens


def _parts_of(value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        is_right = parts.port is None or parts.port > 0
    except ValueError:
        is_right = False
    if not is_right:
        raise ValueError(
            "must have a number from 1 to 65535 as its port, and %23 or %2F for a # or a / in its password"
        )
    return parts


def _database(value: str) -> str:
    parts = _parts_of(value)
    if unknown := set(parse_qs(parts.query)) - CONNECTION_PARAMETERS:
        raise ValueError(
            f"must have parameters of libpq alone behind the ?, such as sslmode, not {', '.join(sorted(unknown))}"
        )
    return value


def _mail(value: str) -> str:
    parts = _parts_of(value)
    if parts.scheme not in MAIL_PORTS:
        return value
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must be smtp://USER:PASSWORD@HOST:PORT and no more")
    if parts.scheme == "smtp" and parts.port == MAIL_PORTS["smtps"]:
        raise ValueError("must begin with smtps: where its port is 465")
    return value


def _storage(value: str) -> str:
    parts = _parts_of(value)
    is_folder = parts.netloc in {"", "localhost"} and parts.path.startswith("/") and "?" not in value
    if parts.scheme == "file" and (not is_folder or parts.fragment):
        raise ValueError("must be the whole path of a folder, such as file:///data/files")
    if parts.scheme != "s3":
        return value
    if not BUCKET_FORM.fullmatch(parts.netloc):
        raise ValueError("must name a bucket alone, such as s3://BUCKET")
    if unknown := set(parse_qs(parts.query, keep_blank_values=True)) - BUCKET_PARAMETERS:
        known = ", ".join(sorted(BUCKET_PARAMETERS))
        raise ValueError(f"must have {known} alone behind the ?, not {', '.join(sorted(unknown))}")
    return value


def _embedders(path: Path | None) -> Path | None:
    """Make the models of an operator's file known, so that EMBEDDER may name them."""
    if path is not None:
        know_entries(read_entries(path))
    return path


def _embedder(name: str) -> str:
    if name not in entries():
        raise ValueError(f"must be {' or '.join(sorted(entries()))}")
    return name


def _reranker(value: str) -> str:
    kind, _, place = value.partition(":")
    if kind in {"onnx", "sentence-transformers"}:
        if not place.startswith("/"):
            raise ValueError(
                f"must have the whole path of a folder behind {kind}:, such as {kind}:/models/ranker"
            )
        return value
    if value and (kind not in {"http", "https"} or not _parts_of(value).hostname):
        raise ValueError("must be onnx:FOLDER, sentence-transformers:FOLDER, or the address of a server")
    return value


def _thresholds(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = dict(part.strip().rpartition("=")[::2] for part in value.split(",") if part.strip())
    if not all(name and _is_cosine(cosine) for name, cosine in found.items()):
        raise ValueError("must be names of embedders with a cosine from 0 to 1, such as NAME=0.93,OTHER=0.9")
    return {name: float(cosine) for name, cosine in found.items()}


def _is_cosine(text: str) -> bool:
    return re.fullmatch(r"0?\.\d+|[01](?:\.0*)?", text) is not None


def _proxies(value: str) -> str:
    for part in value.split(","):
        try:
            # uvicorn takes 10.0.0.1/8 for no network at all.
            ip_network(part.strip())
        except ValueError:
            raise ValueError("must be addresses and networks between commas, such as 10.0.0.0/8") from None
    return value


def _network(value: str) -> str:
    try:
        return str(ip_network(value))
    except ValueError:
        raise ValueError("must be networks between commas, such as 10.0.0.0/8") from None


def _absolute(path: Path) -> Path:
    if not path.is_absolute() or len(path.parts) == 1:
        raise ValueError("must be whole paths of folders below / between commas, such as /srv/handbooks")
    return path


def _whole(path: Path) -> Path:
    """Return a path that does not depend on where the process was started."""
    return (ROOT / path).resolve()


Postgres = Annotated[str, _address("postgresql", "postgres"), AfterValidator(_database)]
ModelServer = Annotated[str, _address("http", "https")]
Folder = Annotated[Path, AfterValidator(_whole)]
WholeFolder = Annotated[Path, AfterValidator(_absolute)]
Network = Annotated[str, AfterValidator(_network)]
# ISO 639-1, or tesseract's names, which have more letters.
LANGUAGES = r"^[a-z]{2,3}(_[A-Za-z]+)*(,[a-z]{2,3}(_[A-Za-z]+)*)*$"
DOMAIN = r"^[a-z0-9-]+(\.[a-z0-9-]+)*$"


class Environment(BaseSettings):
    """Every variable, typed; docs/configuration.md explains each."""

    model_config = SettingsConfigDict(extra="ignore", validate_default=True)

    data_dir: Folder = ROOT / ".raglan"  # what files, models and `make up` keep
    models_dir: Folder = Field(default_factory=lambda known: known["data_dir"] / "models")
    environment: Literal["development", "test", "production"] = "development"
    debug: bool = False
    secret_key: str = Field(min_length=32)
    base_domain: str = Field(default="localhost", pattern=DOMAIN, max_length=190)
    port: int = Field(default=8000, ge=1, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    database_url: Postgres
    database_owner_url: Postgres = ""
    database_pool_size: int = Field(default=16, ge=1)
    redis_url: Annotated[str, _address("redis", "rediss", "unix")]
    tgi_urls: Annotated[tuple[ModelServer, ...], NoDecode] = ()
    # Whatever a company serves is capable; `make up` names the small model that it starts.
    tgi_model: str = Field(default="generic", min_length=1)
    tgi_context_tokens: Annotated[int, AfterValidator(_context)] = 0  # 0: as the registry says
    tgi_fallback_urls: Annotated[tuple[ModelServer, ...], NoDecode] = ()
    tgi_fallback_model: str = Field(default="generic", min_length=1)
    # A sweep ends what is still being written after four minutes (chat/jobs.py): no deadline may lie beyond two.
    tgi_first_token_seconds: float = Field(default=8, gt=0, le=120)
    tgi_inter_token_seconds: float = Field(default=10, gt=0, le=120)
    tgi_phrase_seconds: float = Field(default=1, gt=0, le=60)
    tgi_total_seconds: float = Field(default=120, gt=0, le=120)
    # Of a prompt, for passages and what stands around them; what was found is read in any case.
    answer_passage_tokens: int = Field(default=4_000, ge=0)
    # Whether answers that were given before are given again to whoever sees the same; each tenant may say no too.
    answer_cache: bool = True
    answer_cache_hours: float = Field(default=24, gt=0, le=24 * 90)
    # How long who asks the same waits for an answer that is being made; 0 makes one for each.
    answer_cache_wait_seconds: float = Field(default=10, ge=0, le=30)
    answer_cache_rows: int = Field(default=2_000, ge=1, le=100_000)
    # How near two questions lie that ask the same, for embedders of the operator's own: NAME=0.93,OTHER=0.9.
    answer_cache_thresholds: Annotated[dict[str, float], NoDecode, BeforeValidator(_thresholds)] = {}
    # Before `embedder`, which may name one of its models.
    embedders_file: Annotated[Folder | None, AfterValidator(_embedders)] = None
    embedder: Annotated[str, AfterValidator(_embedder)] = "all-minilm-l6-v2"
    # No statement of a search runs longer: who asked is told so, and others have their turn.
    search_seconds: float = Field(default=10, gt=0, le=120)
    # A cross-encoder: a folder, or a server; each tier leaves the order before when its time has passed.
    reranker: Annotated[str, AfterValidator(_reranker)] = ""
    reranker_key: str = ""
    rerank_seconds: float = Field(default=1, gt=0, le=30)
    rerank_passages: int = Field(default=20, ge=1, le=200)
    rerank_light_seconds: float = Field(default=0.5, gt=0, le=10)
    # Of a worker without an accelerator; one thread wastes least where several workers share the processor.
    embed_threads: int = Field(default=1, ge=1)
    ocr_languages: str = Field(default="en,de", pattern=LANGUAGES)
    ocr_pages: int = Field(default=500, ge=0)
    index_retention_days: float = Field(default=14, gt=0, le=365)
    ray_window_passages: int = Field(default=20_000, ge=1, le=1_000_000)
    job_retention_days: float = Field(default=30, ge=1, le=3650)
    search_as_is_told: bool = True
    storage_url: Annotated[str, _address("file", "s3"), AfterValidator(_storage)] = ""
    email_url: Annotated[str, _address("console", "smtp", "smtps", "none"), AfterValidator(_mail)] = (
        "console:"
    )
    email_from: str = "Raglan <raglan@localhost>"
    upload_limit_bytes: int = Field(default=100_000_000, ge=1)
    metrics_token: str = ""
    # Read by uvicorn itself: whose word counts about where a request came from.
    forwarded_allow_ips: Annotated[str, AfterValidator(_proxies)] = "127.0.0.1,::1"
    # Webhooks and website import reach public addresses only, except in trials on one machine.
    allow_private_addresses: bool = False
    # What a company's own servers stand in, and the folders of this machine that sources may read: none unless named.
    sources_allow_networks: Annotated[tuple[Network, ...], NoDecode] = ()
    sources_folders: Annotated[tuple[WholeFolder, ...], NoDecode] = ()
    # Requests in a minute; as many may come at once.
    rate_limit_person: int = Field(default=600, ge=1)
    rate_limit_key: int = Field(default=1_200, ge=1)
    rate_limit_tenant: int = Field(default=6_000, ge=1)

    @field_validator(
        "tgi_urls", "tgi_fallback_urls", "sources_allow_networks", "sources_folders", mode="before"
    )
    @classmethod
    def _split(cls, value: Any) -> Any:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("debug")
    @classmethod
    def _never_in_production(cls, value: bool, known: ValidationInfo) -> bool:
        if value and known.data.get("environment") == "production":
            raise ValueError("must be false in production: its pages show settings and data")
        return value

    @field_validator("email_url")
    @classmethod
    def _no_links_in_logs(cls, value: str, known: ValidationInfo) -> str:
        # A link lets in whoever reads it.
        if value.startswith("console:") and known.data.get("environment") == "production":
            raise ValueError(
                "must begin with smtp: or smtps: in production, or be none: where nobody is mailed"
            )
        return value

    def database_settings(self, name: str) -> dict[str, Any]:
        """Return Django's settings for the database that the variable `name` points to."""
        parts = urlsplit(getattr(self, name) or self.database_url)
        parameters = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        socket = parameters.pop("host", "")
        return {
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": socket or parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": parameters,
        }

    @property
    def email(self) -> tuple[str, str, int, str, str, bool, bool]:
        """Return backend, host, port, user, password, and whether to use STARTTLS or TLS from the first byte."""
        parts = urlsplit(self.email_url)
        backend = {"smtp": "smtp", "smtps": "smtp", "none": "dummy"}.get(parts.scheme, "console")
        is_smtps = parts.scheme == "smtps"
        return (
            f"django.core.mail.backends.{backend}.EmailBackend",
            parts.hostname or "",
            parts.port or MAIL_PORTS.get(parts.scheme, 0),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            bool(parts.username) and not is_smtps,
            is_smtps,
        )

    @property
    def storage(self) -> dict[str, Any]:
        """Return django-storages' settings: a folder, or a bucket by `s3://NAME/PREFIX?endpoint_url=…`."""
        parts = urlsplit(self.storage_url)
        if parts.scheme == "s3":
            options = {name: values[0] for name, values in parse_qs(parts.query).items()}
            return {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {"bucket_name": parts.netloc, "location": parts.path.strip("/"), **options},
            }
        folder = parts.path or str(self.data_dir / "files")
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}


@cache
def load_environment() -> Environment:
    """Return the environment; end the process with one line for each variable that is wrong.

    What `make up` started left its addresses in DATA_DIR/run/environment; variables that are set come first.
    """
    kept = _whole(Path(os.environ.get("DATA_DIR") or ".raglan")) / "run" / "environment"
    try:
        return Environment(_env_file=kept)
    except ValidationError as wrong:
        for error in wrong.errors(include_input=False, include_url=False):
            name = str(error["loc"][0]).upper()
            expected = re.sub("^(Value error, |Input should |String should )", "", error["msg"])
            sys.stderr.write(f"{name}: {expected if expected.startswith('must') else _must(expected)}\n")
        raise SystemExit(2) from None


def _must(expected: str) -> str:
    return "must be set" if expected == "Field required" else f"must {expected[0].lower()}{expected[1:]}"
