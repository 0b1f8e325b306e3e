"""Serve a mailbox, by pymap."""

import socket
import ssl
import subprocess
import sys
import threading
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from imapclient import IMAPClient

from tests.servers.ports import free_port, wait_for

USER, PASSWORD = "ada", "a-password-of-ada"


class ImapServer:
    """Hold the folders of one person; STARTTLS with the certificate that is given."""

    def __init__(self, certificate: Path, key: Path) -> None:
        self.port = free_port()
        self._certificate = certificate
        self._command = [
            str(Path(sys.executable).with_name("pymap")),
            *("--host", "127.0.0.1", "--port", str(self.port)),
            *("--cert", str(certificate), "--key", str(key)),
            *("dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "ImapServer":
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.port)
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=10)

    def put(self, name: str, content: bytes, folder: str = "INBOX") -> None:
        with self.signed_in() as client:
            client.append(folder, mail(name, content))

    def remove(self, name: str, folder: str = "INBOX") -> None:
        with self.signed_in() as client:
            client.select_folder(folder)
            client.delete_messages(self._uids(client, name))
            client.expunge()

    def move(self, name: str, to: str) -> None:
        with self.signed_in() as client:
            client.select_folder("INBOX")
            client.move(self._uids(client, name), to)

    def renumber(self, folder: str) -> None:
        """Make a folder anew with the same mails: its UIDVALIDITY is another one then."""
        with self.signed_in() as client:
            client.select_folder(folder)
            mails = [row[b"BODY[]"] for row in client.fetch(client.search("ALL"), ["BODY.PEEK[]"]).values()]
            client.unselect() if client.has_capability("UNSELECT") else client.close_folder()
            client.delete_folder(folder)
            client.create_folder(folder)
            for content in reversed(mails):
                client.append(folder, content)

    def unread(self, folder: str = "INBOX") -> int:
        with self.signed_in() as client:
            client.select_folder(folder, readonly=True)
            return len(client.search(["UNSEEN"]))

    def empty(self) -> None:
        with self.signed_in() as client:
            for folder in ("INBOX", "Sent"):
                client.select_folder(folder)
                if uids := client.search("ALL"):
                    client.delete_messages(uids)
                    client.expunge()
            if client.folder_exists("Team"):
                client.delete_folder("Team")
            client.create_folder("Team")

    def signed_in(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.starttls(ssl.create_default_context(cafile=str(self._certificate)))
        client.login(USER, PASSWORD)
        return client

    def _uids(self, client: IMAPClient, name: str) -> list[int]:
        # pymap searches no header but the common ones.
        return [int(uid) for uid in client.search(["SUBJECT", name])]


def mail(name: str, content: bytes) -> bytes:
    """Return a mail whose Message-ID is made of the name, with an attachment."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = "ben@example.com", "ada@example.com", name
    message["Message-ID"], message["Date"] = f"<{name}@example.com>", "Mon, 05 Jan 2026 10:00:00 +0000"
    message.set_content(content.decode())
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename="plan.bin")
    message.set_boundary("=between=parts=")
    return message.as_bytes()


class TlsFront:
    """Speak TLS from the first byte in front of a server that has STARTTLS alone."""

    def __init__(self, behind: int, certificate: Path, key: Path) -> None:
        self._behind = behind
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        self._listener = context.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True)
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._serve)

    def start(self) -> "TlsFront":
        self._thread.start()
        return self

    def stop(self) -> None:
        self._thread.join(timeout=10)
        self._listener.close()

    def _serve(self) -> None:
        ahead, _ = self._listener.accept()
        # From the same machine, pymap takes a password without TLS.
        behind = socket.create_connection(("127.0.0.1", self._behind), timeout=10)
        back = threading.Thread(target=_carry, args=(behind, ahead))
        back.start()
        _carry(ahead, behind)
        back.join(timeout=10)
        ahead.close()
        behind.close()


def _carry(source: socket.socket, sink: socket.socket) -> None:
    try:
        while part := source.recv(65536):
            sink.sendall(part)
        sink.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
