"""Hold what the pictures show although the demo does not have it."""

# Shown, not made: a webhook's address must be one that can be reached.
WEBHOOK = {
    "id": "0198f1c2-7f7e-7c3a-9d5e-2f7f3b1c0a11",
    "url": "https://intranet.acme.example/hooks/raglan",
    "events": ["document.failed", "feedback.created"],
    "active": True,
    "created_at": "2026-11-02T08:15:00Z",
}
RUN = {
    "id": "0198f1c2-7f7e-7c3a-9d5e-2f7f3b1c0a13",
    "state": "asking",
    "dry_run": False,
    "scheduled": True,
    "counts": {
        "found": 212,
        "added": 0,
        "updated": 3,
        "unchanged": 209,
        "removed": 0,
        "would_remove": 61,
        "failed": 0,
        "skipped": 0,
    },
    "error": None,
    "job": None,
    "created_at": "2026-11-02T03:00:00Z",
    "started_at": "2026-11-02T03:00:01Z",
    "finished_at": None,
    "duration_seconds": 41.0,
}
# Shown, not made: the demo has no server to read.
SOURCE = {
    "id": "0198f1c2-7f7e-7c3a-9d5e-2f7f3b1c0a12",
    "kind": "git",
    "name": "Plant manuals",
    "collection": "handbook",
    "settings": {"url": "https://git.acme.example/plant/manuals.git"},
    "secrets": [],
    "schedule": {"every": "daily", "minutes": None, "at": "03:00", "weekday": 0, "timezone": "Europe/Berlin"},
    "removal_share": 20,
    "next_run_at": "2026-11-03T03:00:00Z",
    "last_run": RUN,
    "asking_run": RUN["id"],
    "documents": 273,
    "acts_as": "Ada Thornton",
    "created_at": "2026-10-01T08:15:00Z",
    "updated_at": "2026-10-01T08:15:00Z",
}
# A document of the handbook with one text after the other, each read before the next is sent.
SEND = """async text => {
    const form = new FormData();
    form.append("file", new Blob([text], { type: "text/markdown" }), "car-park.md");
    form.append("collection", "handbook");
    form.append("title", "Car park");
    form.append("external_id", "car-park");
    const headers = { "X-CSRFToken": document.cookie.match(/csrftoken=([^;]+)/)[1] };
    const sent = await fetch("/api/v1/documents", { method: "POST", headers, body: form });
    const { id } = await sent.json();
    for (let tries = 0; tries < 60; tries += 1) {
        const { status } = await (await fetch("/api/v1/documents/" + id)).json();
        if (status === "ready") return;
        await new Promise(resolve => setTimeout(resolve, 500));
    }
}"""
