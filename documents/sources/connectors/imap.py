"""Read the mails of a mailbox, and leave no trace there."""

import hashlib
import imaplib
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from documents.sources.connectors.kinds import ImapSettings
from documents.sources.connectors.patterns import matches
from documents.sources.connectors.reaching import Reach
from documents.sources.types import Fetched, Item, ItemFailed, SourceFailed, Unchanged

BATCH = 200
MOST_MAILS = 500_000
HEADERS = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID SUBJECT FROM TO DATE)]"
# How servers name what HEADERS asks for; some sort the fields.
ANSWERED = b"BODY[HEADER.FIELDS"
LITERAL_BYTES = 2_000_000
TITLE_CHARACTERS = 300


def create(settings: ImapSettings, secrets: Mapping[str, str]) -> "ImapConnector":
    """Return the connector of a mailbox."""
    return ImapConnector(settings, secrets)


class ImapConnector:
    """Take each mail once, by its Message-ID, in whatever folder it lies and however the server counts it."""

    def __init__(self, settings: ImapSettings, secrets: Mapping[str, str]) -> None:
        """Keep where to go."""
        self._settings = settings
        self._secrets = secrets
        self._reach = Reach()
        self._opened: IMAPClient | None = None
        self._selected: tuple[str, int] | None = None

    def items(self, since: Mapping[str, Any]) -> Iterator[Item]:
        """Yield all mails of the folders; what was deleted or moved out is not among them."""
        seen: set[str] = set()
        for folder in self._folders():
            uids = self._uids(folder)
            for at in range(0, len(uids), BATCH):
                for item in self._described(folder, uids[at : at + BATCH]):
                    if item.external_id not in seen:
                        seen.add(item.external_id)
                        yield item
                if len(seen) > MOST_MAILS:
                    raise SourceFailed(
                        "too_large", f"More than {MOST_MAILS} mails are wanted: say since when."
                    )

    def fetch(self, item: Item, known: str) -> Fetched:
        """Return a mail as it was sent, without marking it as read."""
        # A mail never changes (RFC 3501, 2.3.1.1): whoever has the same number has the same mail.
        if known and known == item.fingerprint:
            raise Unchanged
        if item.size_bytes is not None and item.size_bytes > self._settings.size_limit_bytes:
            raise self._too_large()
        validity, uid, folder = _place(item.fingerprint)
        with self._reach.within("Reading a mail"), self._told():
            if self._select(folder) != validity:
                raise ItemFailed(
                    "not_found", "The server counts this folder anew; the next run finds the mail."
                )
            content = self._body(uid)
        return Fetched(
            content=content,
            filename=f"{_filename(item.title)}.eml",
            content_type="message/rfc822",
            fingerprint=item.fingerprint,
        )

    def state(self) -> Mapping[str, Any]:
        """Return nothing: a listing is always whole."""
        return {}

    def close(self) -> None:
        """Hang up."""
        if self._opened is not None:
            try:
                self._opened.logout()
            except (IMAPClientError, imaplib.IMAP4.error, OSError, ValueError):
                self._opened.shutdown()
        self._opened = None
        self._reach.close()

    def _body(self, uid: int) -> bytes:
        rows = self._client().fetch([uid], ["RFC822.SIZE"])
        size = rows.get(uid, {}).get(b"RFC822.SIZE")
        if size is None:
            raise ItemFailed("not_found", "The mail is no longer there.")
        if size > self._settings.size_limit_bytes:
            raise self._too_large()
        content = self._client().fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
        if content is None:
            raise ItemFailed("not_found", "The mail is no longer there.")
        return bytes(content)

    def _folders(self) -> list[str]:
        with self._reach.within("Listing the folders"), self._told():
            listed = self._client().list_folders()
        names = [str(name) for flags, _, name in listed if b"\\Noselect" not in flags]
        delimiters = {bytes(mark or b"/").decode() for _, mark, _ in listed}
        found = [name for name in names if _is_wanted(name, delimiters, self._settings.folders)]
        if not found:
            raise SourceFailed("not_found", "The mailbox has none of these folders.")
        return sorted(found)

    def _uids(self, folder: str) -> list[int]:
        criteria: list[Any] = ["NOT", "DELETED"]
        if self._settings.since:
            criteria += ["SINCE", date.fromisoformat(self._settings.since)]
        with self._reach.within("Searching a folder"), self._told():
            self._select(folder)
            return sorted(int(uid) for uid in self._client().search(criteria))

    def _described(self, folder: str, uids: Sequence[int]) -> list[Item]:
        with self._reach.within("Listing a folder"), self._told():
            validity = self._select(folder)
            rows = self._client().fetch(uids, [HEADERS, "RFC822.SIZE"])
        # A mail that was deleted meanwhile is not answered; one that lacks its size is not told whole.
        whole = [(uid, row) for uid, row in sorted(rows.items()) if b"RFC822.SIZE" in row]
        return [_item(folder, validity, uid, row) for uid, row in whole if uid in set(uids)]

    def _select(self, folder: str) -> int:
        """Open a folder for reading alone, and return its UIDVALIDITY."""
        if self._selected is None or self._selected[0] != folder:
            self._selected = None
            answer = self._client().select_folder(folder, readonly=True)
            self._selected = folder, int(answer[b"UIDVALIDITY"])
        return self._selected[1]

    def _client(self) -> IMAPClient:
        if self._opened is None:
            asked = self._settings
            client = _Client(asked, self._reach)
            with ExitStack() as undone:
                undone.callback(_hang_up, client)
                if asked.security == "starttls":
                    client.starttls(ssl.create_default_context())
                client.login(asked.username, self._secrets.get("password", ""))
                undone.pop_all()
            self._opened = client
        return self._opened

    def _too_large(self) -> ItemFailed:
        return ItemFailed("too_large", f"The mail is larger than {self._settings.size_limit_mb} MB.")

    @contextmanager
    def _told(self) -> Iterator[None]:
        host = self._settings.host
        try:
            yield
        except LoginError as refused:
            raise SourceFailed("unauthorized", f"{host} refuses this user or password.") from refused
        except ssl.SSLError as wrong:
            raise SourceFailed("unreachable", f"{host} has no certificate that can be trusted.") from wrong
        # imaplib's own error, of which IMAPClientError is another name.
        except (imaplib.IMAP4.error, OSError, ValueError, KeyError, AttributeError) as failure:
            raise SourceFailed("unreachable", f"{host} does not answer as a mail server does.") from failure


def _hang_up(client: IMAPClient) -> None:
    # Where TLS failed its socket is closed already, which is no reason of its own.
    with suppress(OSError):
        client.shutdown()


class _Client(IMAPClient):  # type: ignore[misc]  # the package has no types
    """Connect to a checked address."""

    def __init__(self, settings: ImapSettings, reach: Reach) -> None:
        self._reach = reach
        self._limit_bytes = settings.size_limit_bytes + LITERAL_BYTES
        is_tls = settings.security == "tls"
        super().__init__(settings.host, settings.port, ssl=is_tls, timeout=reach.read_seconds)

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 - the name is the package's
        return _Imap4(self.host, self.port, self._reach, is_tls=self.ssl, limit_bytes=self._limit_bytes)


class _Imap4(imaplib.IMAP4):
    """Read no more at once than a mail may have."""

    def __init__(self, host: str, port: int, reach: Reach, *, is_tls: bool, limit_bytes: int) -> None:
        self._reach, self._is_tls, self._limit_bytes = reach, is_tls, limit_bytes
        super().__init__(host, port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        connection = self._reach.connect(self.host, self.port)
        if not self._is_tls:
            return connection
        return ssl.create_default_context().wrap_socket(connection, server_hostname=self.host)

    def read(self, size: int) -> bytes:
        if size > self._limit_bytes:
            raise self.abort("the server sends more than was asked for")
        return super().read(size)


def _is_wanted(name: str, delimiters: set[str], patterns: Sequence[str]) -> bool:
    path = name
    for mark in delimiters:
        path = path.replace(mark, "/")
    # Anchored: INBOX is the one at the top, not every folder of that name.
    return any(matches(path, f"/{pattern.lstrip('/')}") for pattern in patterns)


def _item(folder: str, validity: int, uid: int, row: Mapping[bytes, Any]) -> Item:
    raw = next((bytes(said or b"") for name, said in row.items() if name.upper().startswith(ANSWERED)), b"")
    headers = BytesHeaderParser(policy=policy.default).parsebytes(raw)
    subject = _said(headers, "Subject") or "(no subject)"
    metadata = {"folder": folder, "from": _said(headers, "From"), "date": _said(headers, "Date")}
    return Item(
        external_id=_identity(headers, raw, row[b"RFC822.SIZE"]),
        title=subject[:TITLE_CHARACTERS],
        fingerprint=f"{validity}.{uid}.{folder}",
        size_bytes=int(row[b"RFC822.SIZE"]),
        metadata={name: value for name, value in metadata.items() if value},
    )


def _identity(headers: EmailMessage, raw: bytes, size_bytes: int) -> str:
    """Return the Message-ID, or, of a mail that has none, a digest of what it says of itself."""
    if own := _said(headers, "Message-ID"):
        return own if len(own) <= 500 else hashlib.sha256(own.encode("utf-8", "replace")).hexdigest()
    # Its own lines, sorted: a server may answer them in another order after it was renewed.
    said = b"\n".join([str(size_bytes).encode(), *sorted(raw.split(b"\r\n"))])
    return hashlib.sha256(said).hexdigest()


def _said(headers: EmailMessage, name: str) -> str:
    """Return a header as one line; foreign mails break every rule, which is no reason to stop."""
    try:
        value = str(headers.get(name, ""))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""
    value = value.encode("utf-8", "replace").decode()
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())


def _place(fingerprint: str) -> tuple[int, int, str]:
    validity, _, rest = fingerprint.partition(".")
    uid, _, folder = rest.partition(".")
    if not (validity.isdecimal() and uid.isdecimal()):
        raise ItemFailed("not_found", "The mail is no longer there.")
    return int(validity), int(uid), folder


def _filename(title: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in " -_." else "_" for letter in title)
    return kept.strip(" .")[:80] or "mail"
