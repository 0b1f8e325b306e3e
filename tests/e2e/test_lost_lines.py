"""Lines break and pages are reloaded while an answer is written; nothing of it is missed."""

import json
from dataclasses import dataclass, field

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House
from tests.e2e.pages import begin

LEAVE = "How many unused days of leave move into the next year?"
RESTARTED = 1012


@dataclass
class Line:
    """Stand between a page and the server, note what passes, and cut it."""

    open: list[WebSocketRoute] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def lay(self, page: Page) -> None:
        """Take over the page's sockets from the next one on."""
        page.route_web_socket("**/ws/chat", self._connect)

    def cut(self) -> None:
        """End every socket as a server does that restarts."""
        for socket in self.open:
            socket.close(code=RESTARTED)
        self.open.clear()

    def _connect(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            self.numbers.append(json.loads(message).get("seq", 0))
            socket.send(message)

        server.on_message(pass_on)
        self.open.append(socket)


def test_a_line_that_breaks_in_mid_answer_leaves_no_gap(house: House, enter: Enter) -> None:
    page, line = enter("cleo"), Line()
    line.lay(page)
    page.reload()
    with house.model_frozen():
        turn = begin(page, LEAVE)
        expect(turn).to_contain_text("five unused days")
        line.cut()
        expect(page.get_by_text("Connection lost.")).to_be_visible()
    expect(turn.get_by_role("button", name="A good answer", exact=True)).to_be_visible()
    expect(page.get_by_text("Connection lost.")).to_be_hidden()
    expect(turn).to_contain_text("five unused days")
    seen = sorted(set(line.numbers))
    assert seen == list(range(1, seen[-1] + 1))


def test_a_page_that_is_reloaded_in_mid_answer_takes_it_up_again(house: House, enter: Enter) -> None:
    page = enter("cleo")
    with house.model_frozen():
        turn = begin(page, LEAVE)
        expect(turn).to_contain_text("five unused days")
        page.wait_for_url("**/chat/*")
        page.reload()
        expect(turn).to_contain_text("five unused days")
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(turn.get_by_role("button", name="A good answer", exact=True)).to_be_visible()
    expect(turn.get_by_role("region", name="Sources")).to_contain_text("Annual leave")
