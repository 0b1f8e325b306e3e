"""Serve a folder over SFTP and repositories over ssh, by asyncssh."""

import asyncio
import shlex
import threading
from pathlib import Path
from typing import Any

import asyncssh

USER, PASSWORD = "ada", "a password of Ada"


class SshServer:
    """Listen in a thread of its own; `root` is what users see as /."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.key = asyncssh.generate_private_key("ssh-ed25519")
        self.user_key = asyncssh.generate_private_key("ssh-ed25519")
        self.port = 0
        self.sign_ins = 0
        self._loop = asyncio.new_event_loop()
        self._listener: Any = None
        self.connections: list[asyncssh.SSHServerConnection] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def host_key(self) -> str:
        return self.key.export_public_key().decode().strip()

    @property
    def private_key(self) -> str:
        return str(self.user_key.export_private_key().decode())

    def start(self) -> "SshServer":
        self._thread.start()
        self._run(self._listen())
        return self

    def change_key(self) -> None:
        """Come back at the same port as another server would."""
        self._run(self._stop())
        self.key = asyncssh.generate_private_key("ssh-ed25519")
        self._run(self._listen())

    def stop_listening(self) -> None:
        self._run(self._stop())

    def stop(self) -> None:
        self._run(self._stop())
        self._run(self._settled())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=20)

    async def _listen(self) -> None:
        self._listener = await asyncssh.listen(
            "127.0.0.1",
            self.port,
            server_factory=lambda: _Door(self),
            server_host_keys=[self.key],
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(self.root).encode()),
            process_factory=self._upload_pack,
            encoding=None,
        )
        self.port = self._listener.get_port()

    async def _stop(self) -> None:
        self._listener.close()
        await self._listener.wait_closed()
        for connection in self.connections:
            connection.close()
            await connection.wait_closed()
        self.connections.clear()

    async def _settled(self) -> None:
        """Wait for what still runs."""
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=5)

    async def _upload_pack(self, process: Any) -> None:
        program, place = shlex.split(process.command)
        assert program == "git-upload-pack"
        version = process.env.get("GIT_PROTOCOL", "")
        running = await asyncio.create_subprocess_exec(
            "git",
            "upload-pack",
            str(self.root / place.strip("/")),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={"GIT_PROTOCOL": version, "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
        )
        sending = asyncio.create_task(_fed(process.stdin, running.stdin))
        await asyncio.gather(_pump(running.stdout, process.stdout), _pump(running.stderr, process.stderr))
        sending.cancel()
        process.exit(await running.wait())


class _Door(asyncssh.SSHServer):
    """Let Ada in, by her password or her key."""

    def __init__(self, server: SshServer) -> None:
        self._server = server

    def connection_made(self, connection: asyncssh.SSHServerConnection) -> None:
        self._server.connections.append(connection)

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        self._server.sign_ins += 1
        return (username, password) == (USER, PASSWORD)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return username == USER and key == self._server.user_key.convert_to_public()


async def _fed(source: Any, sink: Any) -> None:
    await _pump(source, sink)
    # Whoever hangs up lets the program end.
    sink.close()


async def _pump(source: Any, sink: Any) -> None:
    while part := await source.read(65536):
        sink.write(part)
        await sink.drain()
