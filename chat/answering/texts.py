"""Say what is said without a model."""

NOTHING_FOUND = "I found nothing in the documents that you can see that answers this."
NOTHING_IN_FORCE = (
    "Of the documents that you can see, none that was in force on {day.day} {day:%B %Y} answers this."
)
NOTHING_SUPPORTS = "I found nothing in the documents that you can see that supports this."
REFUSED = "I can't help with this request. Please ask a question about your company's documents."
PASSAGES_ONLY = "The language model is not available right now. These passages may answer your question:"
PASSAGES_ONLY_QUOTED = (
    "The language model is not available right now: these are passages only, found by search."
)
PASSAGES_UNREAD = "The passages cannot be read closely right now. These may answer your question:"
IN_SHORT = "In short: "
