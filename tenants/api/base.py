"""Stand under every view of the API: who may call it, and in which transaction it reads."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, cast

from django.db import transaction
from django.http import HttpRequest
from drf_spectacular.utils import OpenApiParameter
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from project.kernel.errors import Forbidden, NotSignedIn, UnknownKey
from project.kernel.http.pages import Pages
from project.kernel.http.shapes import refuse_unknown_parameters
from tenants.types import Actor, Role, Scope

# What an address of a list may say beside its own parameters.
PAGED = frozenset({"limit", "cursor"})
METHODS = ("get", "post", "put", "patch", "delete")


def named(parameters: Iterable[OpenApiParameter]) -> frozenset[str]:
    """Return the names of the parameters of an address."""
    return frozenset(parameter.name for parameter in parameters)


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
    # What an address may say by method, "anything" where another's clients send what they like; a name that ends in a
    # dot begins many.
    takes: ClassVar[dict[str, frozenset[str]] | Literal["anything"]] = {}

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
        """Refuse strangers, keys without the scope, people below the role, and parameters that mean nothing."""
        super().initial(request, *args, **kwargs)
        method = (request.method or "").lower().replace("head", "get")
        self._admit(request, self.requires.get(method))
        if method in self.requires and self.takes != "anything":
            refuse_unknown_parameters(request.query_params, self.takes.get(method, frozenset()))

    def _admit(self, request: Request, required: Requires | Literal["anyone"] | None) -> None:
        if required == "anyone":
            return
        actor = cast("Actor | None", request.auth)
        if actor is None:
            raise UnknownKey if request.headers.get("Authorization") else NotSignedIn
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
