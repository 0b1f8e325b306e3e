"""Serve a folder over WebDAV, by WsgiDAV."""

import threading
from pathlib import Path

from cheroot import wsgi
from wsgidav.wsgidav_app import WsgiDAVApp

from tests.servers.ports import free_port

USER, PASSWORD = "ada", "a password of Ada"


class WebdavServer:
    """Show a folder to one user."""

    def __init__(self, root: Path) -> None:
        self.port = free_port()
        app = WsgiDAVApp(
            {
                "provider_mapping": {"/files": str(root)},
                "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
                "http_authenticator": {
                    "accept_basic": True,
                    "accept_digest": False,
                    "default_to_digest": False,
                },
                "logging": {"enable": False},
                "verbose": 0,
            }
        )
        self._server = wsgi.Server(("127.0.0.1", self.port), app)
        self._thread = threading.Thread(target=self._server.serve, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/files"

    def start(self) -> "WebdavServer":
        self._server.prepare()
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.stop()
        self._thread.join()
