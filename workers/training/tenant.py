"""Learn a tenant's own ranker from what its people thought of answers, and from its test sets."""

from collections.abc import Iterator, Sequence

from django.db import transaction

from chat.access.judged import Judgement, Span, folded, judged_questions
from chat.access.quality import expectations
from documents.actions import rankers
from documents.jobs import TrainRanker
from documents.ranking.fitting import Case
from documents.ranking.light import shipped
from documents.ranking.own import Trial, train
from documents.ranking.ranker import RankerDown
from documents.search.studied import study
from documents.types import Passage
from project.kernel.db import current_tenant, shared_scope
from project.kernel.jobs import Lease
from tenants.access import actor_of_member
from tenants.types import Actor, Role


def train_ranker(job: TrainRanker, *, lease: Lease) -> None:
    """Train on all judged questions, and keep the weights where they beat the shipped ones on questions held out."""
    tenant = current_tenant()
    assert tenant is not None
    with shared_scope():
        actor = actor_of_member(tenant=tenant, person_id=job.user_id)
    if actor is None or not actor.role.at_least(Role.ADMIN):
        return
    trial = _trial(actor)
    with transaction.atomic():
        lease.guard()
        rankers.keep(actor=actor, trial=trial.shown(), record=trial.record)


def _trial(actor: Actor) -> Trial:
    try:
        found = (_case(actor, judgement) for judgement in _judgements())
        return train([case for case in found if case is not None], shipped())
    except RankerDown as down:
        return Trial(cases=0, verdict=None, reason=str(down))


def _judgements() -> Iterator[Judgement]:
    """Yield what people thought of answers, and what test sets expect, each question once."""
    known = {folded(judgement.question): judgement for judgement in judged_questions()}
    for case in expectations():
        key, told = (
            folded(case.question),
            Judgement(question=case.question, expected=frozenset(case.documents)),
        )
        known[key] = known[key].with_more(told) if key in known else told
    return iter(known.values())


def _case(actor: Actor, judgement: Judgement) -> Case | None:
    """Return a judged question as it is learned from; None where what was judged is not found any more."""
    studied = study(actor=actor, question=judgement.question)
    grades = _grades(studied.passages, judgement)
    if not grades:
        return None
    owners = tuple(str(passage.chunk_id) for passage in studied.passages)
    return Case(kind="judged", features=studied.features, owners=owners, grades=grades)


def _grades(passages: Sequence[Passage], judgement: Judgement) -> dict[str, int]:
    good = [passage for passage in passages if _is_good(passage, judgement)]
    bad = [passage for passage in passages if _is_among(passage, judgement.bad)]
    if not good and bad:
        # Nobody said what is right: whatever else was found is rather right than this.
        good = [passage for passage in passages if passage not in bad]
    return {str(passage.chunk_id): 1 for passage in good if passage not in bad}


def _is_good(passage: Passage, judgement: Judgement) -> bool:
    document = passage.document
    names = {str(document.id), document.external_id.lower(), document.title.lower()}
    is_expected = any(expected.lower() in names for expected in judgement.expected)
    return is_expected or _is_among(passage, judgement.good)


def _is_among(passage: Passage, spans: frozenset[Span]) -> bool:
    return any(span.chunk_id == passage.chunk_id or _overlap(span, passage) for span in spans)


def _overlap(span: Span, passage: Passage) -> bool:
    # The same characters of another version may say something else.
    document = passage.document
    is_same = (span.document_id, span.version) == (document.id, document.version)
    return is_same and span.start < passage.end and passage.start < span.end
