"""Say at which address people and programs reach a tenant."""

from django.conf import settings

from project.kernel.db import TenantRef


def web_address(tenant: TenantRef) -> str:
    """Return the beginning of a tenant's addresses, without a slash at its end."""
    scheme = "https" if settings.IS_HTTPS else "http"
    port = "" if settings.IS_HTTPS else f":{settings.PORT}"
    return f"{scheme}://{tenant.slug}.{settings.BASE_DOMAIN}{port}"
