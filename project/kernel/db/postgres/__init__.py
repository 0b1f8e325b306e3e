"""The database backend that takes the tenant's role for each transaction."""
