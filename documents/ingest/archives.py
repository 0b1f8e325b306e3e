"""Refuse archives that grow beyond measure, or whose XML defines entities, before a parser sees them."""

import io
import re
import zipfile

from documents.ingest.sniff import MAX_MEMBERS
from documents.ingest.types import ConversionFailed, FailureCode, Limits

MAX_RATIO = 400
RATIO_MATTERS_BYTES = 20 * 1024 * 1024
PROLOG_BYTES = 65_536
DOCTYPE, ENTITY = b"<!doctype", b"<!entity"
ROOT = re.compile(rb"<[A-Za-z]")
# Comments and instructions, in which what looks like the root is none; one without an end takes all.
ASIDES = re.compile(rb"<!--(?:(?!-->).)*+|<\?(?:(?!\?>).)*+", re.DOTALL)


def check_archive(content: bytes, limits: Limits) -> None:
    """Raise ConversionFailed for bombs and entities, by the sizes that the archive declares.

    What unpacks to more than it declares is cut off there by zipfile, and bounded elsewhere by the process's memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_sizes(members, limits)
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels", ".opf", ".ncx", ".xhtml")):
                    with archive.open(member) as file:
                        check_prolog(file.read(PROLOG_BYTES))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as failure:
        raise ConversionFailed(
            FailureCode.CORRUPT, "The file is damaged: its archive cannot be read."
        ) from failure
    except RuntimeError as failure:
        raise ConversionFailed(FailureCode.ENCRYPTED, "The file is protected by a password.") from failure


def check_prolog(beginning: bytes) -> None:
    """Raise ConversionFailed where XML defines entities in its document type, or hides its root."""
    plain = beginning.replace(b"\x00", b"").lower()
    _, doctype, rest = plain.partition(DOCTYPE)
    if doctype and ENTITY in rest:
        raise ConversionFailed(FailureCode.UNSAFE, "The file defines XML entities, which can be an attack.")
    if len(beginning) >= PROLOG_BYTES and not ROOT.search(ASIDES.sub(b"", plain)):
        raise ConversionFailed(FailureCode.UNSAFE, "The file hides where its XML begins.")


def _check_sizes(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > limits.unpacked_bytes:
        raise ConversionFailed(FailureCode.TOO_LARGE, f"The file unpacks to {unpacked // 1_000_000} MB.")
    if unpacked > RATIO_MATTERS_BYTES and unpacked > MAX_RATIO * max(1, packed):
        raise ConversionFailed(
            FailureCode.TOO_LARGE, f"The file unpacks to {unpacked // max(1, packed)} times its size."
        )
