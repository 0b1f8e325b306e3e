"""Who: tenants, their schemas and roles, people, groups, API keys, limits and the audit trail."""
