"""Each class of jobs has a test in which it is delivered twice."""

from collections.abc import Callable, Mapping
from typing import Any

from chat.jobs import LookAfterKnownQuestions, MarkInterrupted
from documents import jobs
from project.kernel.jobs import Job
from tenants.jobs import DeliverWebhook, SendAlarm, SendInvitation
from tests.architecture.test_guards import job_classes
from tests.integration.chat import test_cached_answers as cached_answers
from tests.integration.chat import test_interruptions as interruptions
from tests.integration.documents import test_as_of as as_of
from tests.integration.documents import test_bulk_edit as bulk_edit
from tests.integration.documents import test_canaries as canaries
from tests.integration.documents import test_deletion as deletion
from tests.integration.documents import test_following as following
from tests.integration.documents import test_index_scopes as scopes
from tests.integration.documents import test_jobs_twice as documents
from tests.integration.documents import test_lives as lives
from tests.integration.documents import test_merging_segments as merging
from tests.integration.documents import test_own_rankers as own_rankers
from tests.integration.documents import test_ray as ray
from tests.integration.documents import test_recall_check as recall
from tests.integration.documents import test_recounting as recounting
from tests.integration.documents import test_search_weights as search_weights
from tests.integration.documents import test_source_runs as source_runs
from tests.integration.documents import test_source_schedules as source_schedules
from tests.integration.tenants import test_people as people
from tests.integration.tenants import test_webhooks as webhooks
from workers.queues import COMPUTE, TALK

# A test's name stands here in code, so that one that is taken out is missed.
DELIVERED_TWICE: Mapping[type[Job], Callable[..., Any]] = {
    MarkInterrupted: interruptions.test_a_sweep_that_comes_twice_ends_a_message_once,
    LookAfterKnownQuestions: cached_answers.test_what_is_over_is_swept_and_a_sweep_that_comes_twice_does_no_more,
    jobs.ParseDocument: documents.test_parsing_and_embedding,
    jobs.EmbedPending: documents.test_parsing_and_embedding,
    jobs.LoadDocuments: documents.test_a_bulk_upload,
    jobs.BuildIndex: documents.test_index_jobs,
    jobs.BuildIndexOnRay: ray.test_ray_builds_the_same_chunk_for_chunk,
    jobs.BuildGraph: documents.test_index_jobs,
    jobs.DropIndex: documents.test_dropping,
    jobs.FillIndex: scopes.test_a_document_that_moves_to_a_collection_of_its_own_index_is_found_there,
    jobs.FollowTenant: following.test_a_collection_whose_documents_the_tenants_version_lacks_waits_for_it,
    jobs.ReclaimIndexes: scopes.test_what_was_replaced_long_ago_is_given_up,
    jobs.RemoveFiles: documents.test_removing_files,
    jobs.MergeSegments: merging.test_scores_and_counts_are_the_same_and_a_job_that_comes_twice_does_no_more,
    jobs.RecountPostings: recounting.test_what_differs_is_told_and_mended,
    jobs.CheckRecall: recall.test_a_check_that_comes_twice_keeps_one_figure,
    jobs.CheckCanaries: canaries.test_a_check_that_comes_twice_finds_each_canary_once,
    jobs.ForgetPast: as_of.test_what_ended_longer_ago_than_is_kept_is_forgotten_once,
    jobs.FindTerms: documents.test_finding_terms,
    jobs.EditDocuments: bulk_edit.test_many_are_edited_by_a_job_once_however_often_it_comes,
    jobs.CheckErasure: deletion.test_a_check_that_comes_twice_is_written_down_once,
    jobs.SettleDocument: lives.test_a_document_stops_answering_at_the_moment_that_was_set,
    jobs.LearnWeights: search_weights.test_what_is_learned_twice_is_noted_once,
    jobs.TrainRanker: own_rankers.test_what_is_learned_is_kept_once_however_often_the_job_comes,
    jobs.SyncSource: source_runs.test_a_run_whose_job_comes_twice_is_carried_out_once,
    jobs.StartSync: source_schedules.test_a_source_that_is_due_is_run_and_due_again,
    SendAlarm: recall.test_an_alarm_whose_job_comes_twice_is_mailed_once,
    SendInvitation: people.test_an_invitation_whose_worker_was_lost_after_mailing_is_mailed_once,
    DeliverWebhook: webhooks.test_a_delivery_whose_job_comes_twice_is_posted_once,
}


def test_every_job_is_delivered_twice_in_a_test() -> None:
    assert set(DELIVERED_TWICE) == job_classes()


def test_every_job_has_a_queue_that_is_served_and_every_queue_has_jobs() -> None:
    assert {job.queue for job in job_classes()} == {*COMPUTE, *TALK}
