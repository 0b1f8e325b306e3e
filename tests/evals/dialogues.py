"""Hand-written dialogues: the question before, the one that follows, and whether that leans on it.

`python -m tests.evals.dialogues` prints as JSON how many are told rightly, by language.
"""

import json
from collections import Counter

from chat.answering.condense import is_follow_up

# Language, what was asked before, what is asked now, whether it leans on that.
DIALOGUES = (
    ("en", "How many days of annual leave do I get?", "Can I carry them over?", True),
    ("en", "How many days of annual leave do I get?", "And for part-timers?", True),
    ("en", "Who approves a trip abroad?", "How long does that take?", True),
    ("en", "What does the dental plan cover?", "Does it include braces?", True),
    ("en", "What does the dental plan cover?", "How much does it cost?", True),
    ("en", "How do I order a laptop?", "Who pays for this?", True),
    ("en", "How do I order a laptop?", "Which of those are available?", True),
    ("en", "What is the probation period?", "Is that the same for trainees?", True),
    ("en", "Where is the first aid kit?", "What about the second floor?", True),
    ("en", "What is the travel allowance?", "In Norway?", True),
    ("en", "Where do I hand in receipts?", "Where is that form stored?", True),
    ("en", "What is the travel allowance?", "Where is parking?", False),
    ("en", "What is the travel allowance?", "Who is responsible for data protection?", False),
    ("en", "Who approves a trip abroad?", "Is there a company choir I can join?", False),
    ("en", "What does the dental plan cover?", "What is the policy that applies to visitors?", False),
    ("en", "Where is the first aid kit?", "How do I report a safety incident?", False),
    (
        "en",
        "How do I order a laptop?",
        "When is it allowed to enter the server room without an escort at night?",
        False,
    ),
    ("de", "Wie viele Urlaubstage habe ich?", "Kann ich sie ins nächste Jahr übertragen?", True),
    ("de", "Wie viele Urlaubstage habe ich?", "Und in Teilzeit?", True),
    ("de", "Wer genehmigt eine Dienstreise?", "Wie lange dauert das?", True),
    ("de", "Wer genehmigt eine Dienstreise?", "Brauche ich dafür ein Formular?", True),
    ("de", "Was ist die Probezeit?", "Gilt sie auch für Auszubildende?", True),
    ("de", "Wo bekomme ich einen Laptop?", "Was kostet er?", True),
    ("de", "Wo bekomme ich einen Laptop?", "Darf ich ihn privat nutzen?", True),
    ("de", "Wie hoch ist die Pauschale?", "Wie ist es in Österreich?", True),
    ("de", "Wie hoch ist die Pauschale?", "Wo ist der Parkplatz?", False),
    ("de", "Wie hoch ist die Pauschale?", "Können Sie mir die Regeln zur Gleitzeit erklären?", False),
    ("de", "Was ist die Probezeit?", "Wer ist für den Datenschutz zuständig?", False),
    ("de", "Was ist die Probezeit?", "Gibt es eine Betriebsrente?", False),
    ("fr", "Combien de jours de congé ai-je ?", "Puis-je les reporter ?", True),
    ("fr", "Combien de jours de congé ai-je ?", "Et à temps partiel ?", True),
    ("fr", "Qui approuve un voyage ?", "Combien de temps cela prend-il ?", True),
    ("fr", "Que couvre l'assurance dentaire ?", "Combien coûte-t-elle ?", True),
    ("fr", "Comment commander un ordinateur ?", "Qui le paie ?", True),
    ("fr", "Comment commander un ordinateur ?", "Et pour les stagiaires ?", True),
    ("fr", "Qui approuve un voyage ?", "Où se trouve le parking ?", False),
    ("fr", "Qui approuve un voyage ?", "Qui est responsable de la protection des données ?", False),
    ("fr", "Que couvre l'assurance dentaire ?", "Comment déclarer un accident du travail ?", False),
    ("fr", "Que couvre l'assurance dentaire ?", "Quelle est la durée de la période d'essai ?", False),
    ("es", "¿Cuántos días de vacaciones tengo?", "¿Puedo pasarlos al próximo año?", True),
    ("es", "¿Cuántos días de vacaciones tengo?", "¿Y a tiempo parcial?", True),
    ("es", "¿Quién aprueba un viaje?", "¿Cuánto tarda eso?", True),
    ("es", "¿Cómo pido un portátil?", "¿Quién lo paga?", True),
    ("es", "¿Qué cubre el seguro dental?", "¿Y para los hijos?", True),
    ("es", "¿Quién aprueba un viaje?", "¿Dónde está el aparcamiento?", False),
    ("es", "¿Quién aprueba un viaje?", "¿Quién es responsable de la protección de datos?", False),
    ("es", "¿Qué cubre el seguro dental?", "¿Cómo se comunica un accidente laboral?", False),
    ("es", "¿Qué cubre el seguro dental?", "¿Cuál es la duración del período de prueba?", False),
)


def measure() -> dict[str, dict[str, object]]:
    """Return for each language how many were told rightly, and which were not."""
    right: Counter[str] = Counter()
    total = Counter(language for language, *_ in DIALOGUES)
    wrong: dict[str, list[str]] = {language: [] for language in total}
    for language, _, question, leans in DIALOGUES:
        if is_follow_up(question) == leans:
            right[language] += 1
        else:
            wrong[language].append(question)
    return {
        language: {"right": right[language], "of": total[language], "wrong": wrong[language]}
        for language in total
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2, ensure_ascii=False))  # noqa: T201 - it is what the command is for
