"""What a site allows is read from files as people write them."""

from documents.sources.robots import AGENT, lines_of, parsed


def test_rules_hold_behind_a_mark_of_byte_order_and_beside_a_line_that_is_no_address() -> None:
    rules = parsed(lines_of(b"\xef\xbb\xbfUser-agent: *\nAllow: http://[\nDisallow: /private\n"))
    assert not rules.can_fetch(AGENT, "https://example.com/private/a")
    assert rules.can_fetch(AGENT, "https://example.com/open")
