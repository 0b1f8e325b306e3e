"""Keep documents in the tenant's schema; nothing in it points out of it."""

from documents.models.chunks import Chunk, CorpusStatistic, Posting
from documents.models.collections import Audience, Collection
from documents.models.definitions import ExplainedTerm
from documents.models.documents import Document, DocumentVersion
from documents.models.indexes import IndexVersion, LiveIndex, Reading
from documents.models.past import InForce, PastVector
from documents.models.pipelines import PipelineFile
from documents.models.sources import Source, SourceItem, SourceRun
from documents.models.tuning import Tuning

__all__ = [
    "Audience",
    "Chunk",
    "Collection",
    "CorpusStatistic",
    "Document",
    "DocumentVersion",
    "ExplainedTerm",
    "InForce",
    "IndexVersion",
    "LiveIndex",
    "PastVector",
    "PipelineFile",
    "Posting",
    "Reading",
    "Source",
    "SourceItem",
    "SourceRun",
    "Tuning",
]
