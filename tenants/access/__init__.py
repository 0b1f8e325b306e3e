"""Find one thing for someone: the only door to tenants, people and keys."""

from tenants.access.actors import (
    access_tenant,
    active_members,
    actor_by_email,
    actor_of_key,
    actor_of_member,
    group_names,
    is_gone,
    member_named,
    members_named,
    names_of_people,
    served_tenant,
    served_tenants,
    tenants_behind,
)
from tenants.access.administration import (
    session_summary,
)

__all__ = [
    "access_tenant",
    "active_members",
    "actor_by_email",
    "actor_of_key",
    "actor_of_member",
    "group_names",
    "is_gone",
    "member_named",
    "members_named",
    "names_of_people",
    "served_tenant",
    "served_tenants",
    "session_summary",
    "tenants_behind",
]
