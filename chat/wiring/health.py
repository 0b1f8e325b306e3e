"""Ask the model servers how they are."""

from asgiref.sync import async_to_sync
from django.db import connection

from chat.wiring.author import open_gateway


def model_servers() -> list[dict[str, object]]:
    """Return each model server without what its address may hold beside its place, and whether it answers."""
    connection.close()  # no connection is held while servers are asked
    return async_to_sync(_probed)()


async def _probed() -> list[dict[str, object]]:
    gateway = open_gateway()
    try:
        answers = await gateway.probe()
        return [
            {"model": endpoint.model.id, "server": number, "is_up": is_up}
            for number, (endpoint, is_up) in enumerate(zip(gateway.endpoints, answers, strict=True), start=1)
        ]
    finally:
        await gateway.aclose()
