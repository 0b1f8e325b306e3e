"""Run what runs behind: Celery computes, Dramatiq talks; both only open the ledger's door."""
