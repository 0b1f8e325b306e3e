"""Read what people asked last, so that machines can ask it again: it is shown to nobody."""

from django.db import transaction
from django.db.models import TextField, Value
from django.db.models.functions import Coalesce, NullIf

from chat.models import Message

# Many ask the same.
AT_MOST = 10


@transaction.atomic
def asked_lately(count: int) -> tuple[str, ...]:
    """Return so many questions of the tenant's people, each once, as they were searched for, the latest first."""
    # What leaned on a conversation was searched for in other words.
    rewritten = NullIf("trace__searched", Value("", output_field=TextField()))
    asked = Message.objects.order_by("-id").annotate(asked=Coalesce(rewritten, "question"))
    latest = asked.values_list("asked", flat=True)[: AT_MOST * count]
    return tuple(dict.fromkeys(latest))[:count]
