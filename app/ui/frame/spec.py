"""How a screen registers. Apart from the screens themselves: the rail needs nothing else before the first paint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost
    from app.ui.frame.screen import Screen


@dataclass(frozen=True)
class ScreenSpec:
    """How a screen registers.

    ``section``: heading of the rail it stands under, None when it is reached from other screens only. ``parent``: the screen
    whose rail entry is lit while this one is shown. ``factory`` is called once, when the screen is first needed.
    """

    id: str
    title_key: str
    icon: str
    section: str | None
    factory: Callable[[ScreenHost], Screen]
    parent: str | None = None
