"""The methodology as data: read from TOML, checked as a whole, written as one canonical text with a hash."""

from __future__ import annotations

from app.services.methodology.check import check
from app.services.methodology.codec import canonical, content_hash, from_canonical
from app.services.methodology.load import builtin, load_folder

__all__ = ["builtin", "canonical", "check", "content_hash", "from_canonical", "load_folder"]
