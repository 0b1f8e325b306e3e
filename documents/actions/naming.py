"""Find the people and groups that the lines of a bulk upload name: for many lines at once."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from documents.lines import BadLine, BulkLine
from project.kernel.errors import Invalid
from project.kernel.unknown import quoted
from tenants.access import members_named
from tenants.readers import MOST_READERS, reader_tokens, tokens_of
from tenants.types import Actor


class People:
    """Know whom names mean, as far as lines named them."""

    def __init__(self, actor: Actor) -> None:
        """Begin with nobody."""
        self._actor = actor
        self._tokens: dict[str, str] = {}
        self._owners: dict[str, UUID] = {}

    def learn(self, lines: Sequence[BulkLine]) -> None:
        """Look up all that these lines name and that is not known yet."""
        named = [line.readers for line in lines if line.readers and len(line.readers) <= MOST_READERS]
        readers = {name for names in named for name in names} - self._tokens.keys()
        owners = {owner for line in lines if (owner := line.life.get("owner"))} - self._owners.keys()
        if not readers and not owners:
            return
        with transaction.atomic(durable=True):
            self._tokens |= tokens_of(tenant_id=self._actor.tenant.id, names=readers)
            self._owners |= members_named(tenant=self._actor.tenant, names=owners)

    def resolved(self, line: BulkLine) -> BulkLine:
        """Return the line with tokens for readers and an id for its owner; raise BadLine for a name of nobody."""
        if line.readers is not None:
            line = replace(line, readers=self._readers(line.readers))
        owner = line.life.get("owner")
        if owner and owner not in self._owners:
            detail = f"Expected the e-mail address or id of a member, not {quoted(owner)}."
            raise BadLine("unknown_member", detail)
        return replace(line, life={**line.life, "owner": str(self._owners[owner])}) if owner else line

    def _readers(self, names: Sequence[str]) -> tuple[str, ...]:
        try:
            return reader_tokens(tenant_id=self._actor.tenant.id, names=names, known=self._tokens)
        except Invalid as wrong:
            raise BadLine(wrong.errors[0].code, wrong.errors[0].detail) from wrong
