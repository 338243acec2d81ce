"""The real window over the sample company, for the audits."""

from __future__ import annotations

from tests.ui.screens.conftest import walk  # noqa: F401
