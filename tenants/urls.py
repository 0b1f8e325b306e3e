"""Route the REST calls of tenants."""

from django.urls import path

from tenants.api.account import AuditEventsView, LimitsView, UsageView
from tenants.api.api_keys import ApiKeysView, ApiKeyView
from tenants.api.groups import GroupMembersView, GroupMemberView, GroupsView, GroupView
from tenants.api.invitations import AcceptView, InvitationsView, InvitationView
from tenants.api.members import MembersView, MemberView
from tenants.api.webhooks import DeliveriesView, WebhooksView, WebhookView

urlpatterns = [
    path("members", MembersView.as_view()),
    path("members/<uuid:member_id>", MemberView.as_view()),
    path("groups", GroupsView.as_view()),
    path("groups/<uuid:group_id>", GroupView.as_view()),
    path("groups/<uuid:group_id>/members", GroupMembersView.as_view()),
    path("groups/<uuid:group_id>/members/<uuid:member_id>", GroupMemberView.as_view()),
    path("invitations", InvitationsView.as_view()),
    path("invitations/accept", AcceptView.as_view()),
    path("invitations/<uuid:invitation_id>", InvitationView.as_view()),
    path("api-keys", ApiKeysView.as_view()),
    path("api-keys/<uuid:key_id>", ApiKeyView.as_view()),
    path("audit-events", AuditEventsView.as_view()),
    path("usage", UsageView.as_view()),
    path("limits", LimitsView.as_view()),
    path("webhooks", WebhooksView.as_view()),
    path("webhooks/<uuid:webhook_id>", WebhookView.as_view()),
    path("webhooks/<uuid:webhook_id>/deliveries", DeliveriesView.as_view()),
]
