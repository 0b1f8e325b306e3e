"""Answer REST calls about tenants, people and keys."""
