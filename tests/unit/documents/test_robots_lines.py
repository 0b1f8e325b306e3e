"""What a site allows is read from files as people write them."""

from documents.sources.robots import Rules, lines_of

SITE = "https://example.com"


def test_rules_hold_behind_a_mark_of_byte_order_and_beside_a_line_that_is_no_address() -> None:
    rules = Rules(lines_of(b"\xef\xbb\xbfUser-agent: *\nAllow: http://[\nDisallow: /private\n"))
    assert not rules.allow(f"{SITE}/private/a")
    assert rules.allow(f"{SITE}/open")


def test_a_star_stands_for_anything_and_a_dollar_for_the_end() -> None:
    rules = Rules(lines_of(b"User-agent: *\nDisallow: /*.pdf$\nDisallow: /*/internal/\n"))
    assert not rules.allow(f"{SITE}/docs/a.pdf")
    assert not rules.allow(f"{SITE}/docs/internal/a")
    assert rules.allow(f"{SITE}/docs/a.pdf.html")


def test_the_longest_rule_that_fits_decides() -> None:
    rules = Rules(lines_of(b"User-agent: *\nDisallow: /docs\nAllow: /docs/open\n"))
    assert rules.allow(f"{SITE}/docs/open/a")
    assert not rules.allow(f"{SITE}/docs/a")


def test_a_group_of_our_own_goes_before_that_of_all() -> None:
    rules = Rules(lines_of(b"User-agent: *\nDisallow: /\n\nUser-agent: raglan\nDisallow: /hr\n"))
    assert rules.allow(f"{SITE}/docs")
    assert not rules.allow(f"{SITE}/hr/a")


def test_an_empty_line_ends_no_group() -> None:
    rules = Rules(lines_of(b"User-agent: *\n\nDisallow: /private\n"))
    assert not rules.allow(f"{SITE}/private")
