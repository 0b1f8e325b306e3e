"""Ask for work and do it once: the ledger in PostgreSQL is the truth, a broker only rings the bell."""

from project.kernel.jobs.job import PATIENT, Job, Urgency
from project.kernel.jobs.lease import Lease
from project.kernel.jobs.ledger import LeaseLost, cancel, enqueue, enqueue_all, run_here, withdraw

__all__ = [
    "PATIENT",
    "Job",
    "Lease",
    "LeaseLost",
    "Urgency",
    "cancel",
    "enqueue",
    "enqueue_all",
    "run_here",
    "withdraw",
]
