"""Search as other libraries do, in the environment of search_rivals.py, which runs this file: no module of ours.

It reads its task as JSON from standard input: texts, questions, and files of their vectors by the same model. It writes
for each library the positions of the best hundred texts of each question, and the milliseconds that each took.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

BEST = 100
Search = Callable[[int], list[int]]


def bm25s(task: dict[str, Any]) -> Search:
    """Return BM25 by bm25s, with English stems and stop words."""
    import bm25s as library
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    index = library.BM25(k1=1.2, b=0.75)
    index.index(
        library.tokenize(task["texts"], stopwords="en", stemmer=stemmer, show_progress=False),
        show_progress=False,
    )
    most = min(BEST, len(task["texts"]))

    def search(number: int) -> list[int]:
        asked = library.tokenize(
            [task["questions"][number]], stopwords="en", stemmer=stemmer, show_progress=False
        )
        found, scores = index.retrieve(asked, k=most, show_progress=False)
        return [int(key) for key, score in zip(found[0], scores[0], strict=True) if score > 0]

    return search


def sentence_transformers(task: dict[str, Any]) -> Search:
    """Return exact search over the vectors by sentence-transformers."""
    import numpy as np
    import torch
    from sentence_transformers.util import semantic_search

    torch.set_num_threads(1)
    texts, questions = (
        torch.from_numpy(np.load(task[name])) for name in ("text_vectors", "question_vectors")
    )

    def search(number: int) -> list[int]:
        return [int(one["corpus_id"]) for one in semantic_search(questions[number], texts, top_k=BEST)[0]]

    return search


def haystack(task: dict[str, Any]) -> Search:
    """Return Haystack's hybrid: BM25 and embedding retrievers over its store in memory, joined by reciprocal rank."""
    import numpy as np
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(return_embedding=False)
    vectors = np.load(task["text_vectors"]).tolist()
    questions = np.load(task["question_vectors"]).tolist()
    store.write_documents(
        [
            Document(id=str(number), content=text, embedding=vector)
            for number, (text, vector) in enumerate(zip(task["texts"], vectors, strict=True))
        ]
    )
    words = InMemoryBM25Retriever(store, top_k=BEST)
    meaning = InMemoryEmbeddingRetriever(store, top_k=BEST)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=BEST)

    def search(number: int) -> list[int]:
        legs = [
            words.run(query=task["questions"][number])["documents"],
            meaning.run(query_embedding=questions[number])["documents"],
        ]
        return [int(one.id) for one in joiner.run(documents=legs)["documents"]]

    return search


LIBRARIES = {"bm25s": bm25s, "sentence-transformers": sentence_transformers, "haystack": haystack}


def timed(search: Search, numbers: Iterable[int]) -> dict[str, list[Any]]:
    """Return what was found for each question, and how long that took."""
    found, milliseconds = [], []
    for number in numbers:
        begun = time.perf_counter()
        found.append(search(number))
        milliseconds.append(1000 * (time.perf_counter() - begun))
    return {"found": found, "milliseconds": milliseconds}


if __name__ == "__main__":
    given = json.load(sys.stdin)
    numbers = range(len(given["questions"]))
    answer = {name: timed(make(given), numbers) for name, make in LIBRARIES.items()}
    sys.stdout.write(json.dumps(answer))
