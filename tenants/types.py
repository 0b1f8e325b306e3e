"""Name who acts: the frozen values that travel between the apps."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from project.kernel.db import TenantRef


class Role(StrEnum):
    """Rank what a member may do; each role may do all that those after it may."""

    OWNER = "owner"
    ADMIN = "admin"
    CURATOR = "curator"
    ANALYST = "analyst"
    MEMBER = "member"

    @property
    def rank(self) -> int:
        """Return 0 for the owner and more for each role below."""
        return list(Role).index(self)

    def at_least(self, other: "Role") -> bool:
        """Say whether this role may do what `other` may."""
        return self.rank <= other.rank


class Scope(StrEnum):
    """Name what an API key may be used for."""

    DOCUMENTS_READ = "documents:read"
    DOCUMENTS_WRITE = "documents:write"
    SEARCH = "search"
    CHAT = "chat"
    FEEDBACK_WRITE = "feedback:write"
    QUALITY_READ = "quality:read"
    QUALITY_WRITE = "quality:write"
    ADMIN = "admin"


_EVERYBODYS = frozenset({Scope.DOCUMENTS_READ, Scope.SEARCH, Scope.CHAT, Scope.FEEDBACK_WRITE})
_ANALYSTS = _EVERYBODYS | {Scope.QUALITY_READ, Scope.QUALITY_WRITE}
_CURATORS = _ANALYSTS | {Scope.DOCUMENTS_WRITE}


def scopes_of_role(role: Role) -> frozenset[str]:
    """Return the scopes that a key of somebody with this role may have."""
    if role.at_least(Role.ADMIN):
        return frozenset(Scope)
    if role.at_least(Role.CURATOR):
        return frozenset(_CURATORS)
    return frozenset(_ANALYSTS if role.at_least(Role.ANALYST) else _EVERYBODYS)


WEBHOOK_EVENTS = ("document.ready", "document.failed", "feedback.created", "alarm.raised", "alarm.cleared")


class UsageKind(StrEnum):
    """Name what is counted for each tenant and day."""

    QUESTIONS = "questions"
    SEARCHES = "searches"
    DOCUMENTS = "documents"
    PROMPT_TOKENS = "prompt_tokens"
    COMPLETION_TOKENS = "completion_tokens"


@dataclass(frozen=True)
class PersonName:
    """Name a person for others to read."""

    id: UUID
    email: str
    name: str
    has_left: bool = False


@dataclass(frozen=True)
class Actor:
    """Stand for a person, or an API key that acts as one, within one tenant."""

    tenant: TenantRef
    user_id: UUID
    email: str
    role: Role
    group_ids: tuple[UUID, ...] = ()
    # None: a browser session, which may do all that the role allows.
    scopes: frozenset[str] | None = None
    key_id: UUID | None = None
    # An operator acts as this person from the shell.
    is_operator: bool = False

    @property
    def reader_tokens(self) -> tuple[str, ...]:
        """Return the names under which a document's readers may include this actor."""
        return ("everyone", f"person:{self.user_id}", *(f"group:{group}" for group in self.group_ids))

    @property
    def sees_everything(self) -> bool:
        """Say whether the actor reads every document of the tenant: owners and admins do."""
        return self.role.at_least(Role.ADMIN)

    def has_scope(self, scope: str) -> bool:
        """Say whether the key, where one is used, was made for this."""
        return self.scopes is None or scope in self.scopes
