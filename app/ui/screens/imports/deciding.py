"""What the officer decided about an import so far. Whatever is not decided stays as it is in the store."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from app.services.imports.check import Decisions
from app.services.imports.matching import Match
from app.services.imports.wanted import Wanted
from app.ui.screens.imports.lines import Lines, Value


class Chosen(StrEnum):
    """What was decided about one value."""

    OPEN = "open"
    KEEP = "keep"
    TAKE = "take"


class Deciding:
    """The decisions about one set of files; they outlive a new check of the same files."""

    def __init__(self) -> None:
        self.lines: Lines | None = None
        self.take: set[Value] = set()
        self.keep: set[Value] = set()
        self.leave: set[int] = set()
        self.parties: dict[int, int] = {}
        self.offers: dict[int, Match] = {}     # companies that waited at first, with whom they may be
        self._wanted: Wanted | None = None

    def start(self, lines: Lines) -> None:
        """Decide about these lines. Decisions stay when they are about the same files and still about something."""
        checked = lines.checked
        if checked.wanted is not self._wanted:
            self._wanted = checked.wanted
            self.take, self.keep, self.leave = set(), set(), set()
            self.parties, self.offers = dict(checked.parties), {}
        self.lines = lines
        self.offers.update({number: checked.matches[number] for number in lines.waiting})
        for chosen in (self.take, self.keep):
            chosen.intersection_update(lines.conflicts)

    # --- values ------------------------------------------------------------------------------------------------------

    def of(self, value: Value) -> Chosen:
        """What was decided about a value."""
        return Chosen.TAKE if value in self.take else Chosen.KEEP if value in self.keep else Chosen.OPEN

    def decide(self, values: Iterable[Value], chosen: Chosen) -> int:
        """Decide about values, or take the decision back; return about how many.

        Figures in another currency go together, and so do the sums of a month: one of them alone would mix two sources.
        """
        wanted = self._whole(values)
        for own, other in ((Chosen.TAKE, self.take), (Chosen.KEEP, self.keep)):
            if own is chosen:
                other |= wanted
            else:
                other -= wanted
        return len(wanted)

    def of_field(self, field: str) -> list[Value]:
        """All conflicts about a field."""
        return [value for value in self._conflicts() if value[1] == field]

    def all(self) -> list[Value]:
        """All conflicts."""
        return list(self._conflicts())

    def _conflicts(self) -> dict[Value, None]:
        return self.lines.conflicts if self.lines is not None else {}

    def _whole(self, values: Iterable[Value]) -> set[Value]:
        """The values that may be decided, and with one that is bound to others all of them."""
        assert self.lines is not None
        known, bound = self.lines.conflicts, self.lines.bound
        found = {value for value in values if value in known}
        for item in {item for item, _ in found if item in bound}:
            found.update((item, field) for field in self.lines.fields_of(item))
        return found

    # --- records and companies ---------------------------------------------------------------------------------------

    def leave_out(self, items: Iterable[int], out: bool) -> None:
        """Leave records out of the import, or take them in again."""
        if out:
            self.leave |= set(items)
        else:
            self.leave -= set(items)

    def settle(self, party: int, customer_id: int | None) -> None:
        """Say which customer a company is: an id, ``NEW``, ``LEAVE_OUT``, or None to decide later."""
        if customer_id is None:
            self.parties.pop(party, None)
        else:
            self.parties[party] = customer_id

    # --- all of it ---------------------------------------------------------------------------------------------------

    @property
    def decided(self) -> int:
        """How many conflicts and companies have been decided."""
        return len(self.take) + len(self.keep) + sum(party in self.parties for party in self.offers)

    @property
    def asked(self) -> int:
        """How many there are to decide, decided ones among them."""
        return len(self._conflicts()) + len(self.offers)

    @property
    def decisions(self) -> Decisions:
        """As the services take them."""
        return Decisions(dict(self.parties), frozenset(self.take), frozenset(self.leave))
