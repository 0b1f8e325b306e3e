"""Route the REST calls of documents."""

from django.urls import URLPattern, path

from documents.api.access import CollectionAccessView, DocumentAccessView
from documents.api.bulk_edit import BulkEditView
from documents.api.collections import CollectionsView, CollectionView
from documents.api.documents import BulkView, DocumentsView, DocumentView, RetryView
from documents.api.estimates import EmbeddersView, EstimateView, SizingView
from documents.api.following import FollowTenantView
from documents.api.history import ChangesView, DeletionView, RestoreView, VersionsView, VersionView
from documents.api.indexes import CancelView, IndexesView, PromoteView, RollbackView
from documents.api.jobs import CancelJobView, ImportsView, JobsView, JobView
from documents.api.pipelines import (
    PipelineCheckView,
    PipelineDiffView,
    PipelineHistoryView,
    PipelineRevertView,
    PipelineView,
    schema,
)
from documents.api.rankers import RankerView, TrainingView
from documents.api.reading import ChunksView, FileView
from documents.api.search import SearchedAsView, SearchView
from documents.api.search_settings import SearchSettingsView
from documents.api.search_weights import SearchWeightsView, WeightsLearningView
from documents.api.sources import (
    ConfirmView,
    KindsView,
    RefuseView,
    RunsView,
    RunView,
    SourcesView,
    SourceView,
    SyncView,
    TryView,
)
from documents.api.splitting import PreviewChunksView
from documents.api.synonyms import LookAgainView, SuggestionsView, SynonymsView
from documents.api.work import FailuresView, ProgressView, QueuesView, RetryAllView

urlpatterns: list[URLPattern] = [
    path("collections", CollectionsView.as_view()),
    path("collections/<slug:slug>", CollectionView.as_view()),
    path("collections/<slug:slug>/access", CollectionAccessView.as_view()),
    path("collections/<slug:slug>/preview-chunks", PreviewChunksView.as_view()),
    path("collections/<slug:slug>/follow-tenant", FollowTenantView.as_view()),
    path("collections/<slug:slug>/pipeline", PipelineView.as_view()),
    path("collections/<slug:slug>/pipeline/check", PipelineCheckView.as_view()),
    path("collections/<slug:slug>/pipeline/diff", PipelineDiffView.as_view()),
    path("collections/<slug:slug>/pipeline/history", PipelineHistoryView.as_view()),
    path("collections/<slug:slug>/pipeline/history/<int:number>/revert", PipelineRevertView.as_view()),
    path("schema/pipeline.json", schema),
    path("documents", DocumentsView.as_view()),
    path("documents/bulk", BulkView.as_view()),
    path("documents/bulk-edit", BulkEditView.as_view()),
    path("documents/failures", FailuresView.as_view()),
    path("documents/retry", RetryAllView.as_view()),
    path("documents/<uuid:document_id>", DocumentView.as_view()),
    path("documents/<uuid:document_id>/access", DocumentAccessView.as_view()),
    path("documents/<uuid:document_id>/retry", RetryView.as_view()),
    path("documents/<uuid:document_id>/progress", ProgressView.as_view()),
    path("documents/<uuid:document_id>/file", FileView.as_view()),
    path("documents/<uuid:document_id>/versions", VersionsView.as_view()),
    path("documents/<uuid:document_id>/versions/<int:number>", VersionView.as_view()),
    path("documents/<uuid:document_id>/versions/<int:number>/restore", RestoreView.as_view()),
    path("documents/<uuid:erased_id>/deletion", DeletionView.as_view()),
    path("documents/<uuid:document_id>/diff", ChangesView.as_view()),
    path("documents/<uuid:document_id>/chunks", ChunksView.as_view()),
    path("search", SearchView.as_view()),
    path("searched-as", SearchedAsView.as_view()),
    path("ranker", RankerView.as_view()),
    path("ranker/training", TrainingView.as_view()),
    path("search-settings", SearchSettingsView.as_view()),
    path("search-weights", SearchWeightsView.as_view()),
    path("search-weights/learning", WeightsLearningView.as_view()),
    path("synonyms", SynonymsView.as_view()),
    path("synonyms/suggested", SuggestionsView.as_view()),
    path("synonyms/suggested/look-again", LookAgainView.as_view()),
    path("imports", ImportsView.as_view()),
    path("embedders", EmbeddersView.as_view()),
    path("indexes", IndexesView.as_view()),
    path("indexes/estimate", EstimateView.as_view()),
    path("indexes/sizing", SizingView.as_view()),
    path("indexes/<int:index_id>/promote", PromoteView.as_view()),
    path("indexes/<int:index_id>/cancel", CancelView.as_view()),
    path("indexes/<int:index_id>/rollback", RollbackView.as_view()),
    path("queues", QueuesView.as_view()),
    path("sources", SourcesView.as_view()),
    path("sources/kinds", KindsView.as_view()),
    path("sources/test", TryView.as_view()),
    path("sources/<uuid:source_id>", SourceView.as_view()),
    path("sources/<uuid:source_id>/sync", SyncView.as_view()),
    path("sources/<uuid:source_id>/runs", RunsView.as_view()),
    path("sources/<uuid:source_id>/runs/<uuid:run_id>", RunView.as_view()),
    path("sources/<uuid:source_id>/runs/<uuid:run_id>/confirm", ConfirmView.as_view()),
    path("sources/<uuid:source_id>/runs/<uuid:run_id>/refuse", RefuseView.as_view()),
    path("jobs", JobsView.as_view()),
    path("jobs/<uuid:job_id>", JobView.as_view()),
    path("jobs/<uuid:job_id>/cancel", CancelJobView.as_view()),
]
