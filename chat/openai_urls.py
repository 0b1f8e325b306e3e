"""Route the calls of OpenAI's clients."""

from django.urls import path

from chat.api.completions import CompletionsView, EmbeddingsView, ModelsView

urlpatterns = [
    path("models", ModelsView.as_view()),
    path("chat/completions", CompletionsView.as_view()),
    path("embeddings", EmbeddingsView.as_view()),
]
