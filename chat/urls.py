"""Route the REST calls of chat."""

from django.urls import path

from chat.api.answers import AnswersView
from chat.api.conversations import ConversationsView, ConversationView, TraceView
from chat.api.curated import CuratedAnswersView, CuratedAnswerView, CuratedMatchView
from chat.api.feedback import ExportView, InboxView, OpinionView, TriageView
from chat.api.health import CanariesView, CheckHealthView, HealthView
from chat.api.session import SessionView
from chat.api.test_sets import CasesView, CaseView, TestSetsView, TestSetView

urlpatterns = [
    path("session", SessionView.as_view()),
    path("test-sets", TestSetsView.as_view()),
    path("test-sets/<uuid:set_id>", TestSetView.as_view()),
    path("test-sets/<uuid:set_id>/cases", CasesView.as_view()),
    path("test-sets/<uuid:set_id>/cases/<uuid:case_id>", CaseView.as_view()),
    path("health-report", HealthView.as_view()),
    path("health-report/check", CheckHealthView.as_view()),
    path("canaries", CanariesView.as_view()),
    path("answers", AnswersView.as_view()),
    path("conversations", ConversationsView.as_view()),
    path("conversations/<uuid:conversation_id>", ConversationView.as_view()),
    path("messages/<uuid:message_id>/trace", TraceView.as_view()),
    path("messages/<uuid:message_id>/feedback", OpinionView.as_view()),
    path("curated-answers", CuratedAnswersView.as_view()),
    path("curated-answers/match", CuratedMatchView.as_view()),
    path("curated-answers/<uuid:curated_id>", CuratedAnswerView.as_view()),
    path("feedback", InboxView.as_view()),
    path("feedback/export", ExportView.as_view()),
    path("feedback/<uuid:feedback_id>", TriageView.as_view()),
]
