"""What every app stands on: errors, jobs, database scopes, HTTP, logging and ids."""
