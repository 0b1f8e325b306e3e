"""Keep the shared tables: every row that belongs to a tenant names it and stands behind a policy."""

from tenants.models.keys import ApiKey
from tenants.models.people import Group, GroupMember, Membership, Person
from tenants.models.tenant import Tenant

__all__ = ["ApiKey", "Group", "GroupMember", "Membership", "Person", "Tenant"]
