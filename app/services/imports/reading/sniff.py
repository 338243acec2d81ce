"""What a file is, by its first bytes and the names inside it: the name of the file decides nothing but csv."""

from __future__ import annotations

import zipfile
from pathlib import Path

from app.models.domain.errors import UserError
from app.services.imports.reading.model import FileKind

_HEAD = 8_192
_TEXT_NAMES = (".csv", ".tsv", ".txt", ".tab")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")   # BIFF 2, 3, 4 and 5 without a container
_OTHERS = {
    b"%PDF": "pdf", b"\x89PNG": "picture", b"\xff\xd8\xff": "picture", b"GIF8": "picture",
    b"\x1f\x8b": "packed", b"7z\xbc\xaf": "packed", b"Rar!": "packed", b"{\\rtf": "document",
    b"SQLite format 3": "database", b"\x7fELF": "program", b"MZ": "program",
}


def kind_of(path: Path) -> FileKind:
    """Return what the file is.

    UserError at field "file": "import.empty", "import.password", "import.web_page", "import.is_pdf" and other kinds,
    "import.not_a_table", "import.damaged".
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise refusal("import.empty", path)
    if head.startswith(b"PK"):
        return _of_archive(path)
    if head.startswith(_OLE):
        return _of_container(path)
    if path.suffix.lower() in _TEXT_NAMES:
        return FileKind.TEXT
    for start, kind in _OTHERS.items():
        if head.startswith(start):
            raise refusal(f"import.is_{kind}", path)
    if head[:2] in _OLD_EXCEL and head[2:4] in (b"\x04\x00", b"\x06\x00", b"\x08\x00", b"\x10\x00"):
        return FileKind.XLS
    shown = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if shown.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<body", b"<meta")):
        raise refusal("import.web_page", path)
    if _is_binary(head):
        raise refusal("import.not_a_table", path)
    return FileKind.TEXT


def is_packed_text(path: Path) -> bool:
    """Whether a file is a text table that gzip packed: by its name (``.csv.gz``) and its first bytes."""
    if path.suffix.lower() != ".gz" or path.with_suffix("").suffix.lower() not in _TEXT_NAMES:
        return False
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def refusal(key: str, path: Path, **params: object) -> UserError:
    """Why a file is not read, in words of the catalogue."""
    return UserError(key, field="file", name=path.name, **params)


def _of_archive(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower().lstrip("/") for name in archive.namelist()}
            if "mimetype" in names:
                with archive.open(next(name for name in archive.namelist() if name.lower() == "mimetype")) as file:
                    if b"opendocument.spreadsheet" in file.read(200):
                        return FileKind.ODS
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, RuntimeError, NotImplementedError, StopIteration, ValueError):
        raise refusal("import.damaged", path) from None
    ends = {name.rsplit("/", 1)[-1] for name in names}
    if "workbook.bin" in ends:
        return FileKind.XLSB
    if "workbook.xml" in ends or any(name.startswith("xl/") for name in names):
        return FileKind.XLSM if "vbaproject.bin" in ends else FileKind.XLSX
    raise refusal("import.is_archive", path)


def _of_container(path: Path) -> FileKind:
    """An OLE container: its directory names its streams in UTF-16."""
    data = path.read_bytes()
    if _named(data, "EncryptedPackage") or _named(data, "EncryptionInfo"):
        raise refusal("import.password", path)
    if _named(data, "Workbook") or _named(data, "Book") or _named(data, "WORKBOOK") or _named(data, "BOOK"):
        return FileKind.XLS
    if _named(data, "WordDocument"):
        raise refusal("import.is_document", path)
    raise refusal("import.not_a_table" if len(data) > 4_096 else "import.damaged", path)


def _named(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\0\0" in data


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_utf16(head):
        return False
    return b"\0" in head or sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) // 50


def looks_utf16(head: bytes) -> str | None:
    """"utf-16-le" or "utf-16-be" where every other byte is zero for most letters, None otherwise."""
    half = max(1, len(head) // 2)
    low, high = head[0::2].count(0) / half, head[1::2].count(0) / half
    if high > 0.4 and low < 0.05:
        return "utf-16-le"
    if low > 0.4 and high < 0.05:
        return "utf-16-be"
    return None
