"""Share a folder over SMB, by impacket."""

import threading
from pathlib import Path

from impacket.ntlm import compute_lmhash, compute_nthash
from impacket.smbserver import SimpleSMBServer

from tests.servers.ports import free_port, wait_for

USER, PASSWORD, SHARE = "ada", "a password of Ada", "HANDBOOK"


class SmbServer:
    """Share a folder with one user."""

    def __init__(self, root: Path) -> None:
        self.port = free_port()
        self._server = SimpleSMBServer(listenAddress="127.0.0.1", listenPort=self.port)
        self._server.addShare(SHARE, str(root))
        self._server.addCredential(USER, 0, compute_lmhash(PASSWORD), compute_nthash(PASSWORD))
        self._server.setSMB2Support(True)
        self._thread = threading.Thread(target=self._server.start, daemon=True)

    def start(self) -> "SmbServer":
        self._thread.start()
        wait_for(self.port)
        return self

    def stop(self) -> None:
        # Its own stop closes the socket under the loop that waits for it.
        self._server._SimpleSMBServer__server.shutdown()
        self._server.stop()
        self._thread.join()
