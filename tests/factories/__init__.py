"""Make what tests need: people, tenants, jobs, documents."""
