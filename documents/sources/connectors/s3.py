"""Read the objects of a bucket; boto3 itself, since s3fs pins a botocore that boto3 has left behind."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.awsrequest import AWSHTTPConnectionPool, AWSHTTPSConnectionPool
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from documents.sources.connectors.files import CHUNK_BYTES, Entry, FileConnector, Opened
from documents.sources.connectors.kinds import S3Settings
from documents.sources.connectors.names import name_of, raw_of
from documents.sources.connectors.patterns import Choice
from documents.sources.connectors.pooled import pool_classes
from documents.sources.connectors.reaching import CONNECT_SECONDS, Reach
from documents.sources.types import ItemFailed, SourceFailed, Unchanged

UNAUTHORIZED = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "AuthFailure", "401"}
)
FORBIDDEN = frozenset({"AccessDenied", "403", "AllAccessDisabled", "InvalidObjectState"})
MISSING = frozenset({"NoSuchBucket", "NoSuchKey", "404", "NoSuchVersion"})


def create(settings: S3Settings, secrets: Mapping[str, str]) -> FileConnector:
    """Return the connector of a bucket."""
    return FileConnector(S3Tree(settings, secrets), settings)


class S3Tree:
    """List a bucket below a prefix."""

    def __init__(self, settings: S3Settings, secrets: Mapping[str, str]) -> None:
        """Keep a client whose connections are checked."""
        self._settings = settings
        self._reach = Reach()
        self._client = _client(settings, secrets, self._reach)
        self._prefix = f"{settings.prefix}/" if settings.prefix else ""

    def files(self, choice: Choice) -> Iterator[Entry]:
        """Yield the objects below the prefix; what ends with a slash stands for a folder."""
        token: dict[str, str] = {}
        while True:
            page = self._page(token)
            for row in page.get("Contents", []):
                path = row["Key"].removeprefix(self._prefix)
                if path and not path.endswith("/"):
                    yield Entry(
                        path=name_of(path.encode("utf-8", "surrogateescape")),
                        fingerprint=row["ETag"].strip('"'),
                        size_bytes=row["Size"],
                    )
            if not page.get("IsTruncated"):
                return
            token = {"ContinuationToken": page["NextContinuationToken"]}

    @contextmanager
    def open(self, path: str, known: str) -> Iterator[Opened]:
        """Open an object unless it is the one that is known."""
        condition = {"IfNoneMatch": f'"{known}"'} if known else {}
        key = self._prefix + raw_of(path).decode("utf-8", "surrogateescape")
        with self._reach.within("Reading an object"), self._told(ItemFailed):
            answer = self._client.get_object(Bucket=self._settings.bucket, Key=key, **condition)
            with closing(answer["Body"]) as body:
                yield Opened(
                    fingerprint=answer["ETag"].strip('"'),
                    size_bytes=answer["ContentLength"],
                    content_type=_content_type(answer),
                    parts=body.iter_chunks(CHUNK_BYTES),
                )

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()
        self._reach.close()

    def _page(self, token: dict[str, str]) -> dict[str, Any]:
        folders = {} if self._settings.recursive else {"Delimiter": "/"}
        with self._reach.within("Listing the bucket"), self._told(SourceFailed):
            page: dict[str, Any] = self._client.list_objects_v2(
                Bucket=self._settings.bucket, Prefix=self._prefix, **folders, **token
            )
            return page

    @contextmanager
    def _told(self, failed: type[ItemFailed] | type[SourceFailed]) -> Iterator[None]:
        bucket = self._settings.bucket
        try:
            yield
        except ClientError as failure:
            raise _meaning(failure, failed, bucket) from failure
        except BotoCoreError as failure:
            refused = _refusal(failure)
            if refused is not None:
                raise refused from failure
            raise SourceFailed(
                "unreachable", f"The store of the bucket {bucket} does not answer."
            ) from failure


def _client(settings: S3Settings, secrets: Mapping[str, str], reach: Reach) -> Any:
    keys = secrets.get("access_key", ""), secrets.get("secret_key", "")
    # Without keys a request is anonymous: boto3 would look for those of this installation.
    is_signed = all(keys)
    session = boto3.session.Session(
        aws_access_key_id=keys[0] if is_signed else "none",
        aws_secret_access_key=keys[1] if is_signed else "none",
        aws_session_token=secrets.get("session_token") or None,
        region_name=settings.region,
    )
    config = Config(
        signature_version=None if is_signed else UNSIGNED,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=reach.read_seconds,
        retries={"total_max_attempts": 3, "mode": "standard"},
        proxies={},
        # A name in front of a store's own host would need a certificate and a DNS entry that few have.
        s3={"addressing_style": "path" if settings.endpoint else "virtual"},
        ignore_configured_endpoint_urls=True,
    )
    client = session.client("s3", endpoint_url=settings.endpoint or None, config=config)
    manager = client._endpoint.http_session._manager
    manager.pool_classes_by_scheme = pool_classes(reach, AWSHTTPConnectionPool, AWSHTTPSConnectionPool)
    return client


def _meaning(failure: ClientError, failed: type[ItemFailed] | type[SourceFailed], bucket: str) -> Exception:
    code = str(failure.response.get("Error", {}).get("Code", ""))
    status = failure.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if status == 304:
        return Unchanged()
    if code in UNAUTHORIZED:
        return SourceFailed("unauthorized", f"The store refuses these keys for the bucket {bucket}.")
    if code == "NoSuchBucket":
        return SourceFailed("not_found", f"There is no bucket {bucket}.")
    if code in FORBIDDEN:
        return failed("forbidden", f"These keys may not read this in the bucket {bucket}.")
    if code in MISSING:
        return failed("not_found", "The object is not there.")
    return failed("failed", f"The store answered {status or 'with an error'}.")


def _refusal(failure: BaseException | None) -> SourceFailed | None:
    """Return why a connection was refused here, which the libraries between wrap."""
    while failure is not None:
        if isinstance(failure, SourceFailed):
            return failure
        failure = failure.__cause__ or failure.__context__ or getattr(failure, "kwargs", {}).get("error")
    return None


def _content_type(answer: Mapping[str, Any]) -> str:
    said = str(answer.get("ContentType", ""))
    # What stores say of a file whose type nobody told them.
    return "" if said in {"binary/octet-stream", "application/octet-stream"} else said
