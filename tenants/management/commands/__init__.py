"""Make tenants, migrate them, and make keys, from the shell."""
