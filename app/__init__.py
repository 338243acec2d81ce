"""Zixin, the credit officer's workstation."""

from __future__ import annotations

VERSION = "0.1.0"
