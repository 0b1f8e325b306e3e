"""Tell what somebody wrote from what a mail quotes and puts around it."""

import re

# "On Monday, Ada wrote:", "Am 3. Mai schrieb Ada:", "Le 3 mai, Ada a écrit :", "El 3 de mayo, Ada escribió:".
_SAYS_WHO = re.compile(
    r"^(?:on|am|le|el|il|em|op)\b.{0,200}?\b(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef)\b.*:\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^\*{0,2}(?:from|to|cc|bcc|sent|date|subject|reply-to|importance|von|an|gesendet|datum|betreff|de|à|envoyé|objet"
    r"|para|enviado|fecha|asunto|da|a|inviato|oggetto|差出人|宛先|件名|送信日時|日付)\*{0,2}\s?[:：]\*{0,2}\s*\S",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"^[-_=\s]*(?:original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht"
    r"|message d'origine|message transféré|mensaje original|mensaje reenviado)[-_=\s]*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^\s*(?:>\s?)+")
# One line that looks like a header may be a sentence: "To: the desk on floor two."
_LEAST_HEADERS = 2


def is_quoted(line: str) -> bool:
    """Say whether a line quotes another mail."""
    return _QUOTED.match(line) is not None


def unquoted(line: str) -> str:
    """Return a line without the signs that mark it as quoted."""
    return _QUOTED.sub("", line)


def frame_lines(text: str) -> frozenset[int]:
    """Return the numbers of the lines that only frame a mail: headers that stand together, and who wrote when."""
    lines = [unquoted(line).strip() for line in text.splitlines()]
    frame = {number for number, line in enumerate(lines) if _SAYS_WHO.match(line) or _RULE.match(line)}
    run: list[int] = []
    for number, line in enumerate([*lines, ""]):
        if _HEADER.match(line):
            run.append(number)
            continue
        if len(run) >= _LEAST_HEADERS:
            frame.update(run)
        run = []
    return frozenset(frame)


def written(text: str) -> str:
    """Return what is written in a text, without the frames of mails and the signs of quotation."""
    frame = frame_lines(text)
    return "\n".join(unquoted(line) for number, line in enumerate(text.splitlines()) if number not in frame)
