"""Route the REST calls of documents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
