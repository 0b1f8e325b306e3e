"""Describe the kinds that read the web: websites and feeds."""

from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from documents.sources.kinds import REFINING, Kind, Settings

MOST_PAGES = 5_000
ADDRESS_CHARACTERS = 2_000


class WebAddress(Settings):
    """Hold an address."""

    url: str = Field(
        title="Address", max_length=ADDRESS_CHARACTERS, examples=["https://handbook.example.org/docs/"]
    )

    @field_validator("url")
    @classmethod
    def _of_the_web(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("Expected an address that begins with http:// or https://.")
        return url


class WebsiteSettings(WebAddress):
    """Say which pages of a website are read."""

    path_prefix: str = Field(
        default="",
        title="Only below this path",
        description="Empty: below the folder of the address.",
        max_length=1_000,
        examples=["/docs/"],
        json_schema_extra=REFINING,
    )
    use_sitemap: bool = Field(
        default=True,
        title="Read the sitemap",
        description="And the sitemaps that robots.txt names.",
        json_schema_extra=REFINING,
    )
    follow_links: bool = Field(default=True, title="Follow links", json_schema_extra=REFINING)
    page_limit: int = Field(
        default=500,
        ge=1,
        le=MOST_PAGES,
        title="At most so many pages",
        description="A site gets a second between two pages, or as long as its robots.txt asks for.",
        json_schema_extra=REFINING,
    )

    @model_validator(mode="before")
    @classmethod
    def _below(cls, given: dict[str, object]) -> dict[str, object]:
        prefix = str(given.get("path_prefix") or _folder(urlsplit(str(given.get("url", ""))).path))
        return {**given, "path_prefix": prefix if prefix.startswith("/") else f"/{prefix}"}

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not self.use_sitemap and not self.follow_links:
            raise ValueError("Expected the sitemap, the links, or both.")
        return self


class FeedSettings(WebAddress):
    """Say what of a feed is kept."""

    url: str = Field(
        title="Address of the feed",
        max_length=ADDRESS_CHARACTERS,
        examples=["https://news.example.org/feed.xml"],
    )
    follow_pages: bool = Field(
        default=False,
        title="Read the pages behind the entries",
        description="Otherwise what the feed itself says of them is kept.",
    )
    keep_old: bool = Field(
        default=True,
        title="Keep entries that the feed no longer lists",
        description="Most feeds list their latest entries alone.",
        json_schema_extra=REFINING,
    )


def _folder(path: str) -> str:
    """Return what is read from a start on: below `/docs` its pages, beside `/docs/leave.html` its siblings."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/" if not name or "." in name else path


WEBSITE = Kind(
    name="website",
    title="Website",
    description="The pages of a site below a path, as its robots.txt allows.",
    settings=WebsiteSettings,
    connector="documents.sources.connectors.website:create",
)
FEED = Kind(
    name="feed",
    title="RSS or Atom feed",
    description="The entries of a feed and, by choice, the pages behind them.",
    settings=FeedSettings,
    connector="documents.sources.connectors.feed:create",
)
