"""Translate between the names of readers that people write and the tokens that documents keep."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from project.kernel.errors import FieldError, Invalid
from tenants.models import Group, Membership

EVERYONE = "everyone"
# A set of readers is stored once, under a unique index, which holds no longer entries than these make.
MOST_READERS = 50
PERSON, GROUP = "person", "group"


def reader_tokens(*, tenant_id: UUID, names: Sequence[str]) -> tuple[str, ...]:
    """Return the sorted tokens of `everyone`, groups (slug or id), people (mail or id); raise Invalid."""
    if len(names) > MOST_READERS:
        detail = f"Expected at most {MOST_READERS} readers; a group may have any number of members."
        raise Invalid(detail, errors=[FieldError("readers", "too_many", detail)])
    found = {name: _token(tenant_id, name.strip()) for name in names}
    unknown = [name for name, token in found.items() if token is None]
    if unknown or not names:
        expected = "Expected `everyone`, the slug or id of a group, or the e-mail address or id of a member"
        wrong = [FieldError("readers", "unknown_reader", f"{expected}, not {name!r}.") for name in unknown]
        raise Invalid(f"{expected}.", errors=wrong or [FieldError("readers", "empty", f"{expected}.")])
    return tuple(sorted({token for token in found.values() if token}))


def reader_names(*, tenant_id: UUID, tokens: Iterable[str]) -> Mapping[str, str]:
    """Return for each token what people call it; one whose group or person is gone stays as it is."""
    tokens = set(tokens)
    groups = Group.objects.filter(tenant_id=tenant_id, pk__in=_ids(tokens, GROUP))
    people = Membership.objects.filter(tenant_id=tenant_id, person_id__in=_ids(tokens, PERSON))
    names = {f"{GROUP}:{key}": slug for key, slug in groups.values_list("pk", "slug")}
    names |= {f"{PERSON}:{key}": mail for key, mail in people.values_list("person_id", "person__email")}
    return {token: names.get(token, token) for token in tokens}


def _token(tenant_id: UUID, name: str) -> str | None:
    if name == EVERYONE:
        return EVERYONE
    kind, _, rest = name.rpartition(":")
    if kind in {"", GROUP}:
        group = Group.objects.filter(_named(rest, Q(slug=rest)), tenant_id=tenant_id).first()
        if group is not None:
            return f"{GROUP}:{group.pk}"
    if kind in {"", PERSON}:
        matches = _named(rest, Q(person__email=rest.lower()), key="person_id")
        member = Membership.objects.filter(matches, tenant_id=tenant_id).first()
        return f"{PERSON}:{member.person_id}" if member else None
    return None


def _named(text: str, by_name: Q, key: str = "pk") -> Q:
    try:
        return Q(**{key: UUID(text)})
    except ValueError:
        return by_name


def _ids(tokens: Iterable[str], kind: str) -> list[UUID]:
    return [UUID(token.split(":", 1)[1]) for token in tokens if token.startswith(f"{kind}:")]
