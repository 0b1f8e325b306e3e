"""A server that speaks something else than its kind of source is unreachable, in one line."""

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings

from documents.sources.connectors import sftp, webdav
from documents.sources.connectors.kinds import SftpSettings, WebdavSettings
from documents.sources.types import SourceFailed
from tests.fakes.site import Site, serving


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """Serve plain HTTP on the loopback address, which is allowed here."""
    settings.ALLOW_PRIVATE_ADDRESSES = True
    with serving(Site(pages={"/": "Hello."})) as served:
        yield served


def test_a_plain_web_server_is_no_webdav_folder(site: Site) -> None:
    connector = webdav.create(WebdavSettings(address=f"{site.url}/"), {})
    with closing(connector), pytest.raises(SourceFailed, match="does not speak WebDAV") as f:
        list(connector.items({}))
    assert f.value.code == "unreachable"


def test_a_web_server_met_as_ssh_is_one_line_in_the_log(
    site: Site, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    place = urlsplit(site.url)
    wanted = SftpSettings(host="127.0.0.1", port=place.port or 0, username="ada", host_key="SHA256:x")
    with closing(sftp.create(wanted, {"password": "x"})) as connector, pytest.raises(SourceFailed) as failure:
        list(connector.items({}))
    assert failure.value.code == "unreachable"
    assert [record.name for record in caplog.records] == ["documents.sources.connectors.ssh"]
    assert "Traceback" not in capfd.readouterr().err
