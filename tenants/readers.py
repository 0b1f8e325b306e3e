"""Translate between the names of readers that people write and the tokens that documents keep."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from project.kernel.errors import FieldError, Invalid
from project.kernel.unknown import quoted
from tenants.models import Group, Membership

EVERYONE = "everyone"
# A set of readers is stored once, under a unique index, which holds no longer entries than these make.
MOST_READERS = 50
PERSON, GROUP = "person", "group"


def reader_tokens(
    *, tenant_id: UUID, names: Sequence[str], known: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return the sorted tokens of `everyone`, groups (slug or id), people (mail or id); raise Invalid.

    `known` holds the tokens of names that were looked for already, with those of others.
    """
    if len(names) > MOST_READERS:
        detail = f"Expected at most {MOST_READERS} readers; a group may have any number of members."
        raise Invalid(detail, errors=[FieldError("readers", "too_many", detail)])
    found = tokens_of(tenant_id=tenant_id, names=names) if known is None else known
    unknown = [name for name in names if name not in found]
    if unknown or not names:
        expected = "Expected `everyone`, the slug or id of a group, or the e-mail address or id of a member"
        wrong = [
            FieldError("readers", "unknown_reader", f"{expected}, not {quoted(name)}.") for name in unknown
        ]
        raise Invalid(f"{expected}.", errors=wrong or [FieldError("readers", "empty", f"{expected}.")])
    return tuple(sorted({found[name] for name in names}))


def tokens_of(*, tenant_id: UUID, names: Iterable[str]) -> dict[str, str]:
    """Return the token of each name that somebody has, by two queries however many there are."""
    parts = {name: name.strip().rpartition(":") for name in names if name.strip() != EVERYONE}
    groups = _groups(tenant_id, [rest for kind, _, rest in parts.values() if kind in {"", GROUP}])
    people = _people(tenant_id, [rest.lower() for kind, _, rest in parts.values() if kind in {"", PERSON}])
    found = {name: EVERYONE for name in names if name.strip() == EVERYONE}
    for name, (kind, _, rest) in parts.items():
        group = groups.get(_plain(rest)) if kind in {"", GROUP} else None
        token = group or (people.get(_plain(rest.lower())) if kind in {"", PERSON} else None)
        if token is not None:
            found[name] = token
    return found


def reader_names(*, tenant_id: UUID, tokens: Iterable[str]) -> Mapping[str, str]:
    """Return for each token what people call it; one whose group or person is gone stays as it is."""
    tokens = set(tokens)
    groups = Group.objects.filter(tenant_id=tenant_id, pk__in=_ids(tokens, GROUP))
    people = Membership.objects.filter(tenant_id=tenant_id, person_id__in=_ids(tokens, PERSON))
    names = {f"{GROUP}:{key}": slug for key, slug in groups.values_list("pk", "slug")}
    names |= {f"{PERSON}:{key}": mail for key, mail in people.values_list("person_id", "person__email")}
    return {token: names.get(token, token) for token in tokens}


def _groups(tenant_id: UUID, texts: Sequence[str]) -> dict[str, str]:
    ids, slugs = _told_apart(texts)
    rows = Group.objects.filter(Q(pk__in=ids) | Q(slug__in=slugs), tenant_id=tenant_id)
    return _by_name(GROUP, rows.values_list("pk", "slug") if texts else (), slugs)


def _people(tenant_id: UUID, texts: Sequence[str]) -> dict[str, str]:
    ids, mails = _told_apart(texts)
    rows = Membership.objects.filter(Q(person_id__in=ids) | Q(person__email__in=mails), tenant_id=tenant_id)
    return _by_name(PERSON, rows.values_list("person_id", "person__email") if texts else (), mails)


def _by_name(kind: str, rows: Iterable[tuple[UUID, str]], asked: frozenset[str]) -> dict[str, str]:
    found = {}
    for key, name in rows:
        found[str(key)] = f"{kind}:{key}"
        # What looks like an id means one.
        if name in asked:
            found[name] = f"{kind}:{key}"
    return found


def _told_apart(texts: Iterable[str]) -> tuple[frozenset[UUID], frozenset[str]]:
    keys = {text: _id(text) for text in texts}
    ids = frozenset(key for key in keys.values() if key is not None)
    return ids, frozenset(text for text, key in keys.items() if key is None)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _plain(text: str) -> str:
    return str(_id(text) or text)


def _ids(tokens: Iterable[str], kind: str) -> list[UUID]:
    return [UUID(token.split(":", 1)[1]) for token in tokens if token.startswith(f"{kind}:")]
