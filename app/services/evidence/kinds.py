"""Which files may be kept as evidence, by their name and by what they begin with; and names that are safe on any disk."""

from __future__ import annotations

import re

from app.models.domain.errors import UserError
from app.services.typed_text import LINE

MAX_FILE = 50 * 1024 * 1024
MAX_AT_ONCE = 200

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGIN: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF8",),
    "bmp": (b"BM",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "webp": (b"RIFF",),
    **dict.fromkeys(("docx", "xlsx", "xlsm", "pptx", "odt", "ods", "odp"), (_ZIP,)),
    **dict.fromkeys(("doc", "xls", "ppt", "msg"), (_OLE,)),
}
TEXTS = ("txt", "csv", "tsv", "eml", "md", "json", "xml")
SUFFIXES = (*_BEGIN, *TEXTS)
PICTURES = ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp")

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def suffix_of(name: str) -> str:
    """What stands behind the last point of a name, in small letters; "" when there is none."""
    stem, point, last = name.rpartition(".")
    return last.lower() if point and stem else ""


def shown_name(name: str) -> str:
    """The name under which a file is kept: one line without path, not too long, its ending whole."""
    plain = _UNSAFE.sub("_", re.split(r"[\\/]", name)[-1]).strip().rstrip(".") or "_"
    if len(plain) <= LINE:
        return plain
    suffix = suffix_of(plain)
    end = f"….{suffix}" if suffix and len(suffix) < 10 else "…"
    return plain[: LINE - len(end)] + end


def safe_name(name: str) -> str:
    """A name that every system takes for a copy."""
    plain = shown_name(name)
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain


def check_file(name: str, size: int) -> None:
    """What can be told before a file is read. UserError ``evidence.kind``, ``evidence.empty`` or ``evidence.too_big``."""
    plain = shown_name(name)
    if suffix_of(plain) not in SUFFIXES:
        raise UserError("evidence.kind", "evidence", name=plain)
    if size == 0:
        raise UserError("evidence.empty", "evidence", name=plain)
    if size > MAX_FILE:
        raise UserError("evidence.too_big", "evidence", name=plain, limit=MAX_FILE // 1024 // 1024)


def check_content(name: str, data: bytes) -> None:
    """UserError ``evidence.not_what_it_says`` when a file is something else than its name says."""
    suffix = suffix_of(shown_name(name))
    begins = _BEGIN.get(suffix)
    fits = data.startswith(begins) if begins is not None else is_text(data)
    if not fits:
        raise UserError("evidence.not_what_it_says", "evidence", name=shown_name(name), kind=suffix.upper())


def is_text(data: bytes) -> bool:
    """Whether bytes are a text: no zero byte, unless it is one of the wide encodings that say so at their beginning."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in data[:65_536]


def read_text(data: bytes) -> str:
    """A text as it can be shown, by the encodings that offices use."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030", "cp1251"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")
