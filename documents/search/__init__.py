"""Find passages; and keep, beside the rows of the models, the tables that finding reads."""

from documents.search.retrieval import passages

__all__ = ["passages"]
