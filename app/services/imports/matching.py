"""Whose row is it: companies of the files and customers of the store. Identifiers first, then the number, then the name.

A name that is the same by its key is the customer, unless a registration number or the country says otherwise (a namesake).
Names that are only near are for the officer to decide. A negative fact sticks without being asked only when two independent
keys agree: two identifiers, or one identifier or customer number and the name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.models.db.units import ReadUnit
from app.models.domain.imports import Candidate
from app.services.imports.model import Kept
from app.services.imports.values.names import name_key, nearness
from app.services.imports.wanted import Party

NEAR = 0.86
MOST_CANDIDATES = 5
_MOST_COMPARED = 60
_START, _END = 3, 4
NEW, LEAVE_OUT = 0, -1
"""What an officer may choose for a company beside the id of a customer."""

NEGATIVE = frozenset({
    "fact.court_claims", "fact.court_cases", "fact.enforcement", "fact.bankruptcy", "fact.default", "fact.red_facts",
    "fact.tax_debt", "fact.dishonest", "fact.penalties", "fact.liquidation", "fact.days_beyond_terms",
})
"""Facts that speak against a company. What they say may belong to a namesake."""


class How(StrEnum):
    """By what a company was found in the store."""

    CHOSEN = "chosen"            # the officer, or the file itself, says which customer it is
    IDENTIFIER = "identifier"
    NUMBER = "number"
    NAME = "name"
    NEW = "new"
    NEAR = "near"                # the officer decides
    AMBIGUOUS = "ambiguous"      # several fit: the officer decides
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Match:
    """``customer_id`` 0: a new customer, or none yet. ``keys``: how many independent keys agree. ``candidates``: who it may be.

    ``namesakes``: customers of the same name that are told apart by a number or the country.
    """

    how: How
    customer_id: int = 0
    keys: int = 0
    candidates: tuple[tuple[Candidate, float], ...] = ()
    namesakes: tuple[int, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether the officer must decide before anything of it is kept."""
        return self.how in (How.NEAR, How.AMBIGUOUS)


def is_negative(field: str, value: Kept) -> bool:
    """Whether a fact speaks against the company. A nought or "no" does not."""
    if field not in NEGATIVE or value is False:
        return False
    return bool(value) if isinstance(value, Decimal | str) else True


class Matcher:
    """The customers of the store by everything they can be found by; read once, before many companies are asked for."""

    def __init__(self, unit: ReadUnit) -> None:
        self._all = {one.id: one for one in unit.imports.candidates()}
        self._keys: dict[int, frozenset[str]] = {}
        self._by_number: dict[str, int] = {}
        self._by_id: dict[tuple[str, str], list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        self._near: dict[str, list[int]] | None = None
        for one in self._all.values():
            self._by_number[one.number.casefold()] = one.id
            for kind, value in one.ids:
                self._by_id.setdefault((kind, value.casefold()), []).append(one.id)
            keys = frozenset(key for name in one.names if (key := name_key(name)))
            self._keys[one.id] = keys
            for key in keys:
                self._by_name.setdefault(key, []).append(one.id)

    def match(self, party: Party, chosen: Mapping[int, int]) -> Match:
        """Whose rows these are. ``chosen``: what the officer decided, by the number of the company."""
        decided = chosen.get(party.index, party.given or None)
        if decided == LEAVE_OUT or (decided and decided not in self._all):
            return Match(How.LEFT_OUT)
        if decided is not None:
            return Match(How.CHOSEN, decided, 2) if decided != NEW else Match(How.NEW, 0, 2)
        found = {one for kind, value in party.ids.items() for one in self._by_id.get((kind, value.casefold()), ())}
        if party.number and party.number.casefold() in self._by_number:
            found.add(self._by_number[party.number.casefold()])
        if len(found) == 1:
            return self._sure(party, found.pop())
        if found:
            return Match(How.AMBIGUOUS, candidates=self._told(found, party))
        return self._by_its_name(party)

    def _sure(self, party: Party, customer_id: int) -> Match:
        one = self._all[customer_id]
        same = sum((kind, value.casefold()) in {(k, v.casefold()) for k, v in one.ids} for kind, value in party.ids.items())
        numbered = bool(party.number) and one.number.casefold() == party.number.casefold()
        if self._contradicts(party, one) or (not same and self._differs(party, one)):
            return Match(How.AMBIGUOUS, candidates=self._told((customer_id,), party))
        keys = same + numbered + (party.key in self._keys[customer_id])
        return Match(How.IDENTIFIER if same else How.NUMBER, customer_id, keys)

    def _by_its_name(self, party: Party) -> Match:
        alike = self._by_name.get(party.key, []) if party.key else []
        fits = [one for one in alike if not self._differs(party, self._all[one])]
        if len(fits) == 1:
            return Match(How.NAME, fits[0], 1)
        if fits:
            return Match(How.AMBIGUOUS, candidates=self._told(fits, party))
        near = self._nearest(party) if not alike else ()
        if near:
            return Match(How.NEAR, candidates=near)
        return Match(How.NEW, 0, 2, namesakes=tuple(alike))

    @staticmethod
    def _contradicts(party: Party, one: Candidate) -> bool:
        """Whether a registration number says that it is somebody else."""
        kinds = {kind for kind, _ in one.ids}
        own = {(kind, value.casefold()) for kind, value in one.ids}
        return any(kind in kinds and (kind, value.casefold()) not in own for kind, value in party.ids.items())

    def _differs(self, party: Party, one: Candidate) -> bool:
        """Whether a registration number or the country says that it is somebody else."""
        if self._contradicts(party, one):
            return True
        return bool(party.country and one.country and party.country != one.country)

    def _told(self, ids: Collection[int], party: Party) -> tuple[tuple[Candidate, float], ...]:
        found = [(self._all[one], max((nearness(party.name, name) for name in self._all[one].names), default=0.0)) for one in ids]
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].id)))[:MOST_CANDIDATES]

    def _nearest(self, party: Party) -> tuple[tuple[Candidate, float], ...]:
        if not party.key or not self._all:
            return ()
        if self._near is None:
            self._near = {}
            for customer_id, keys in self._keys.items():
                for mark in {mark for key in keys for mark in _marks(key)}:
                    self._near.setdefault(mark, []).append(customer_id)
        blocks = [self._near.get(mark, []) for mark in _marks(party.key)]
        asked = dict.fromkeys(one for block in sorted(blocks, key=len) for one in block[:_MOST_COMPARED])
        found = [(one, near) for one in asked if not self._differs(party, self._all[one])
                 and (near := max(nearness(party.name, name) for name in self._all[one].names)) >= NEAR]
        ranked = sorted(found, key=lambda pair: (-pair[1], pair[0]))[:MOST_CANDIDATES]
        return tuple((self._all[one], near) for one, near in ranked)


def _marks(key: str) -> tuple[str, str]:
    """What two near names share at least one of: their beginning or their end."""
    return f"^{key[:_START]}", f"{key[-_END:]}$"
