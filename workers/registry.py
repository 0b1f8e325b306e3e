"""Map each class of jobs to the one handler that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chat import jobs as chat_jobs
from chat.actions import interruptions, known_questions
from documents import jobs as document_jobs
from documents.actions import bulk_edit, canaries
from documents.indexing import (
    build,
    bulk,
    checking,
    embed,
    explained,
    following,
    merging,
    parse,
    reclaim,
    recounting,
    withdrawing,
)
from documents.syncing import engine, scheduling
from project.kernel.jobs import Job, Lease
from tenants import jobs as tenant_jobs
from tenants.actions import alarms, mail, webhooks
from workers import recall
from workers.training import tenant, weights


def give_up_quietly(job: Any, reason: str) -> None:
    """Leave a job that failed for good, or waits for what is down, to the ledger, which keeps its error."""


@dataclass(frozen=True)
class Handler:
    """Do a job of one class; after its last attempt, or while a part is down, say so where people look."""

    run: Callable[..., None]
    exhausted: Callable[[Any, str], None] = give_up_quietly
    postponed: Callable[[Any, str], None] = give_up_quietly

    def __call__(self, job: Job, lease: Lease) -> None:
        """Run the job, in its tenant's scope and outside of any transaction."""
        self.run(job, lease=lease)


HANDLERS: dict[type[Job], Handler] = {
    chat_jobs.MarkInterrupted: Handler(interruptions.mark_interrupted),
    chat_jobs.LookAfterKnownQuestions: Handler(known_questions.look_after),
    document_jobs.ParseDocument: Handler(
        parse.parse_document, exhausted=parse.quarantine_document, postponed=parse.show_waiting
    ),
    document_jobs.EmbedPending: Handler(
        embed.embed_pending, exhausted=embed.quarantine_waiting, postponed=embed.show_waiting
    ),
    document_jobs.LoadDocuments: Handler(bulk.load_documents, exhausted=bulk.give_up_load),
    document_jobs.EditDocuments: Handler(bulk_edit.edit_documents),
    document_jobs.CheckErasure: Handler(checking.check_erasure, exhausted=checking.tell_left),
    document_jobs.SettleDocument: Handler(withdrawing.settle_document),
    document_jobs.RemoveFiles: Handler(bulk.remove_files),
    document_jobs.BuildIndex: Handler(build.build_index, exhausted=build.fail_index),
    document_jobs.BuildIndexOnRay: Handler(build.build_index_on_ray, exhausted=build.fail_index),
    document_jobs.BuildGraph: Handler(build.build_graph),
    document_jobs.DropIndex: Handler(reclaim.drop_index),
    document_jobs.FindTerms: Handler(explained.find_terms),
    document_jobs.SyncSource: Handler(engine.sync_source, exhausted=engine.give_up_sync),
    document_jobs.StartSync: Handler(scheduling.start_sync),
    document_jobs.FillIndex: Handler(build.fill_index),
    document_jobs.FollowTenant: Handler(following.follow_tenant),
    document_jobs.CheckCanaries: Handler(canaries.check_canaries),
    document_jobs.MergeSegments: Handler(merging.merge_segments),
    document_jobs.RecountPostings: Handler(recounting.recount_postings),
    document_jobs.CheckRecall: Handler(recall.check_recall),
    document_jobs.ReclaimIndexes: Handler(reclaim.reclaim_indexes),
    document_jobs.ForgetPast: Handler(reclaim.forget_past_versions),
    document_jobs.TrainRanker: Handler(tenant.train_ranker),
    document_jobs.LearnWeights: Handler(weights.learn_weights),
    tenant_jobs.SendInvitation: Handler(mail.send_invitation),
    tenant_jobs.SendAlarm: Handler(alarms.send_alarm),
    tenant_jobs.DeliverWebhook: Handler(webhooks.deliver, exhausted=webhooks.give_up),
}


def known_class(kind: str) -> type[Job] | None:
    """Return the class that the ledger calls `kind`, or None for one that nobody does."""
    return next((known for known in HANDLERS if known.kind() == kind), None)


def job_class(kind: str) -> type[Job]:
    """Return the class that the ledger calls `kind`; raise LookupError for one that nobody does."""
    known = known_class(kind)
    if known is None:
        raise LookupError(f"no handler does {kind}")
    return known
