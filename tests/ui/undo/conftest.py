"""The same window and store as the screens are tested with."""

from __future__ import annotations

from tests.ui.screens.conftest import desk, empty_desk, empty_office, office, walk  # noqa: F401
