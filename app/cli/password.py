"""The password of a store as commands and window are given it: the first line of a file, never an argument."""

from __future__ import annotations

from pathlib import Path

from app.models.domain.errors import UserError


def read_password(file: Path | None) -> str | None:
    """First line of ``file``, None where no file is given. UserError ``cli.password_unreadable``."""
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8-sig").split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        raise UserError("cli.password_unreadable", file=str(file)) from None
