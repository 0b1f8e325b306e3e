"""Stand under every view of the API: who may call it, and in which transaction it reads."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, cast

from django.db import transaction
from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from project.kernel.errors import Forbidden, NotSignedIn
from project.kernel.http.pages import Pages
from tenants.types import Actor, Role, Scope

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Requires:
    """Say what one method of a route asks for: a key's scope (or another one) and a person's least role."""

    scope: Scope
    role: Role = Role.MEMBER
    or_scope: Scope | None = None

    def admits(self, actor: Actor) -> bool:
        """Say whether the actor's key, where one is used, was made for this."""
        return actor.has_scope(self.scope) or (self.or_scope is not None and actor.has_scope(self.or_scope))


class ActorAuthentication(BaseAuthentication):
    """Take the actor that the middleware found; a session must prove its CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, Actor] | None:
        """Return (person, actor), or None for a stranger."""
        actor: Actor | None = getattr(request._request, "actor", None)
        if actor is None:
            return None
        if actor.key_id is None:
            self._check_csrf(request._request)
        return request._request.user, actor

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, so that a stranger gets a 401."""
        return "Bearer"

    def _check_csrf(self, request: HttpRequest) -> None:
        check = CSRFCheck(_never_called)
        check.process_request(request)
        if reason := check.process_view(request, _never_called, (), {}):
            raise PermissionDenied(f"CSRF: {reason}")


def _never_called(request: HttpRequest) -> Any:
    raise NotImplementedError


class TenantView(APIView):
    """A view of one tenant's things: `requires` names what each method asks for."""

    authentication_classes = [ActorAuthentication]
    permission_classes = []
    # For the OpenAPI document: what answers with many rows answers in pages.
    pagination_class = Pages
    # OPTIONS would tell strangers what a route takes.
    metadata_class = None
    requires: ClassVar[dict[str, Requires | Literal["anyone"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a class with a method that nobody said who may call."""
        super().__init_subclass__(**kwargs)
        unsaid = [name for name in METHODS if hasattr(cls, name) and name not in cls.requires]
        if unsaid:
            raise TypeError(f"{cls.__name__}.requires says nothing about {', '.join(unsaid)}")

    @property
    def actor(self) -> Actor:
        """Return who asks; `initial` has made sure that somebody does."""
        return cast("Actor", self.request.auth)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse strangers, keys without the scope and people below the role."""
        super().initial(request, *args, **kwargs)
        method = (request.method or "").lower()
        required = self.requires.get("get" if method == "head" else method)
        if required == "anyone":
            return
        actor = cast("Actor | None", request.auth)
        if actor is None:
            raise NotSignedIn
        if required is None:
            return  # the class has no such method, so the answer is 405
        if not required.admits(actor):
            raise Forbidden(f"This API key needs the scope {required.scope}.")
        if not actor.role.at_least(required.role):
            raise Forbidden(f"This needs the role {required.role} or above.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Read in one transaction; actions open their own."""
        if request.method in {"GET", "HEAD"} and getattr(request, "tenant", None) is not None:
            with self.reading():
                return self._rendered(super().dispatch(request, *args, **kwargs))
        return super().dispatch(request, *args, **kwargs)

    def reading(self) -> AbstractContextManager[None]:
        """Return the transaction in which the view reads."""
        return transaction.atomic()

    def _rendered(self, response: Any) -> Any:
        # Rendered here, inside the transaction: a lazy queryset is read while it may be.
        return response.render() if isinstance(response, Response) else response
