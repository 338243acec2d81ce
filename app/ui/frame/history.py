"""Where the user has been."""

from __future__ import annotations

Place = tuple[str, object]
_LONGEST = 100


class History:
    """Places before and after the present one, as in a browser."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    @property
    def here(self) -> Place | None:
        return self._places[self._at] if self._at >= 0 else None

    def visit(self, place: Place) -> None:
        """A new place; what lay ahead is forgotten."""
        if place != self.here:
            self._places = [*self._places[: self._at + 1], place][-_LONGEST:]
            self._at = len(self._places) - 1

    def step(self, by: int) -> Place | None:
        """The place ``by`` steps away, None at the end; ``settle`` makes it the present one."""
        at = self._at + by
        return self._places[at] if 0 <= at < len(self._places) else None

    def settle(self, by: int) -> None:
        self._at += by
