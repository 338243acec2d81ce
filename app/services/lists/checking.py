"""Looking at customers by the lists, inside the unit of whatever made or changed them, and what follows at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.errors import UserError
from app.models.domain.holds import BLACKLIST
from app.models.domain.lists import BLACK, WATCH, Hit, Listing
from app.models.domain.parties import Customer
from app.services.changes import CUSTOMER, GRADE, LISTS
from app.services.holds import held_in, lift_holds, put_hold
from app.services.lists.matching import hits_of

if TYPE_CHECKING:
    from app.services.grading.voiding import Voiding

FLAGS = {BLACK: "blacklist", WATCH: "watch"}
"""The flag of a customer for each list."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking: the customer as it is kept now, what it meets, and whether its limit was held by it."""

    customer: Customer
    hits: tuple[Hit, ...] = ()
    held: bool = False
    flagged: bool = False

    @property
    def notes(self) -> tuple[UserError, ...]:
        """A sentence for each entry that the customer meets."""
        return tuple(_note(hit) for hit in self.hits)

    @property
    def flags(self) -> tuple[str, ...]:
        """The kinds of things that changed by it."""
        return (CUSTOMER, GRADE, LISTS) if self.held or self.flagged else ()


class Lists:
    """The entries that count, read once for looking at many customers."""

    def __init__(self, unit: ReadUnit) -> None:
        self.unit = unit
        self.entries: tuple[Listing, ...] = unit.listings.counting()
        about = {one.customer_id for one in self.entries if one.customer_id}
        self.listed: Mapping[int, Customer] = {one.id: one for one in unit.customers.among(about)} if about else {}

    def hits(self, customer: Customer, cleared: frozenset[tuple[int, int]] | None = None) -> tuple[Hit, ...]:
        """What a customer meets, without what somebody ruled not to mean it."""
        found = hits_of(customer, self.entries, self.listed)
        if not found:
            return ()
        ruled = self.unit.listings.cleared([customer.id]) if cleared is None else cleared
        return tuple(hit for hit in found if (customer.id, hit.listing.id) not in ruled)


def look(unit: WriteUnit, customer: Customer, voiding: Voiding, lists: Lists | None = None) -> Looked:
    """Look at one customer, inside the unit that made or changed it; hold its limit and flag it where an entry says so.

    Nothing is lifted here: who takes the name of a group out of a file does not free it by that.
    """
    known = lists or Lists(unit)
    if not known.entries:
        return Looked(customer)
    hits = known.hits(customer)
    if not hits:
        return Looked(customer)
    stopping = [hit for hit in hits if hit.stops]
    held = bool(stopping) and put_hold(unit, customer.id, BLACKLIST, _reason(stopping[0]))
    wanted = {FLAGS[hit.listing.kind] for hit in hits if hit.sure} | ({FLAGS[WATCH]} if stopping else set())
    kept = flag(unit, customer, wanted - set(customer.flags), (), voiding)
    return Looked(kept, hits, held, kept is not customer)


def look_at_many(unit: WriteUnit, customer_ids: Collection[int], voiding: Voiding) -> tuple[Looked, ...]:
    """Look at those of many customers that may meet an entry; those that do. Empty lists cost one query."""
    lists = Lists(unit)
    if not lists.entries or not customer_ids:
        return ()
    fit = sorted(set(_candidates(unit, lists)) & set(customer_ids))
    looked = [look(unit, customer, voiding, lists) for customer in _each(unit, fit)]
    return tuple(one for one in looked if one.hits)


def spread(unit: WriteUnit, entry: Listing, voiding: Voiding) -> tuple[Looked, ...]:
    """Look at the customers that a new entry may mean beside the one it is about."""
    lists = Lists(unit)
    fit = sorted(set(_candidates(unit, lists, entry)) - {entry.customer_id or 0})
    looked = [look(unit, customer, voiding, lists) for customer in _each(unit, fit)]
    return tuple(one for one in looked if any(hit.listing.id == entry.id for hit in one.hits))


def free(unit: WriteUnit, customer_ids: Iterable[int], reason: str, voiding: Voiding) -> tuple[int, ...]:
    """Lift the hold and take the flags of those that nothing on the lists speaks against any more; return whose hold ended."""
    lists, freed = Lists(unit), list[int]()
    for customer in _each(unit, sorted(set(customer_ids))):
        own = {one.kind for one in lists.entries if one.customer_id == customer.id}
        hits = lists.hits(customer)
        if BLACK not in own and not any(hit.stops for hit in hits) and lift_holds(unit, customer.id, BLACKLIST, reason):
            freed.append(customer.id)
        keep = {FLAGS[kind] for kind in own} | {FLAGS[hit.listing.kind] for hit in hits if hit.sure}
        keep |= {FLAGS[WATCH]} if any(hit.stops for hit in hits) else set()
        flag(unit, customer, (), set(FLAGS.values()) - keep, voiding)
    return tuple(freed)


def flag(unit: WriteUnit, customer: Customer, put: Collection[str], take: Collection[str], voiding: Voiding) -> Customer:
    """Put flags on a customer and take others off. A proposal that rests on them is withdrawn."""
    stay = tuple(one for one in customer.flags if one not in take)
    flags = (*stay, *sorted(set(put) - set(stay)))
    if flags == customer.flags:
        return customer
    kept = unit.customers.save(replace(customer, flags=flags))
    case = unit.cases.open_case(kept.id)
    if case is not None:
        voiding.after_edit(unit, case.id, {})
    return kept


def refuse_credit(unit: ReadUnit, customer_id: int, limit: Decimal | None) -> None:
    """UserError ``list.no_credit`` at "limit" when a limit is proposed for a customer whom the blacklist holds."""
    if limit:
        hold = next((one for one in held_in(unit, customer_id) if one.kind == BLACKLIST), None)
        if hold is not None:
            raise UserError("list.no_credit", "limit", reason=hold.reason)


def reason_of(entry: Listing) -> str:
    """What a hold by an entry says: the same in every language, for both parts were typed."""
    return f"{entry.name}: {entry.reason}" if entry.reason else entry.name


def _reason(hit: Hit) -> str:
    return reason_of(hit.listing)


def _note(hit: Hit) -> UserError:
    """Told at the place: what agrees decides where one looks."""
    key = "differs" if hit.differs else "sure" if hit.sure else hit.keys[0]
    field = {"group": "group", "related": "related", "number": "identifiers"}.get(hit.keys[0], "name")
    return UserError(f"list.hit.{hit.listing.kind}.{key}", field, name=hit.listing.name, reason=hit.listing.reason)


def _candidates(unit: ReadUnit, lists: Lists, entry: Listing | None = None) -> tuple[int, ...]:
    names, numbers, groups = list[str](), list[str](), list[str]()
    for one in lists.entries if entry is None else (entry,):
        about = lists.listed.get(one.customer_id or 0)
        names += [one.name, one.group]
        numbers.append(one.identifier)
        groups += [one.group, one.name]
        if about is not None:
            names += [about.name, *about.former_names, about.group, *(party.name for party in about.related)]
            numbers += [part.value for part in about.identifiers] + [party.identifier for party in about.related]
            groups += [about.group, about.name]
    return unit.listings.candidates(names, numbers, groups)


def _each(unit: ReadUnit, ids: list[int]) -> Iterable[Customer]:
    for at in range(0, len(ids), _AT_ONCE):
        yield from unit.customers.among(ids[at:at + _AT_ONCE])
