"""Put chat together: the core, the model servers, the stream log, the rights of the connected."""

from chat.wiring.answers import Answer, Stream, answer_now, begin_stream
from chat.wiring.author import installed_model, open_author
from chat.wiring.embeddings import embed
from chat.wiring.running import Generations, close_generations, generations

__all__ = [
    "Answer",
    "Generations",
    "Stream",
    "answer_now",
    "begin_stream",
    "close_generations",
    "embed",
    "generations",
    "installed_model",
    "open_author",
]
