"""Watchlist and blacklist as officers keep them: proposed by one, decided by another, ended with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.models.db.store import Store
from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.holds import BLACKLIST
from app.models.domain.lists import (
    ADDRESS,
    BLACK,
    CLEARED,
    CONTACT,
    DEALINGS,
    FILE,
    GROUP,
    KINDS,
    NAME,
    NUMBER,
    Listing,
    ListPage,
    ListState,
    Standing,
)
from app.models.domain.parties import Customer
from app.services.cases.signing import Signers, signers
from app.services.changes import CASE, CUSTOMER, GRADE, LISTS, REVIEWS, Changed, changed
from app.services.clock import Clock
from app.services.customers.service import customer_in
from app.services.grading.voiding import Voiding
from app.services.holds import put_hold
from app.services.lists.checking import FLAGS, Lists, Looked, flag, free, reason_of, spread
from app.services.officers.service import signer
from app.services.people import same_person
from app.services.typed_text import LINE, TEXT, check_line, check_text

KEYS_NEEDED = 2
"""Independent keys by which a company must be known before it can be put on the blacklist."""
_TODO = {ListState.PROPOSED: 0, ListState.OVER: 1, ListState.IN_FORCE: 2, ListState.ENDED: 3, ListState.REFUSED: 3}


@dataclass(frozen=True, slots=True)
class Entry:
    """What an officer types: ``customer_id`` for an own customer, else name, registration number and group of a company."""

    kind: str
    reason: str
    customer_id: int | None = None
    name: str = ""
    identifier: str = ""
    group: str = ""
    until: date | None = None


class WatchAndBlackLists:
    """Reading and keeping both lists. Each call opens its own unit of work, on any thread."""

    def __init__(self, store: Store, clock: Clock, voiding: Voiding) -> None:
        self._store, self._clock, self._voiding = store, clock, voiding

    # --- reading -----------------------------------------------------------------------------------------------------

    def page(self, kind: str = "", *, ended: bool = False) -> ListPage:
        """Return the entries of a list ("" for both), those to be decided first; with ``ended`` also what is over and done."""
        today = self._clock.today()
        with self._store.read() as unit:
            every = unit.listings.all()
        states = [one.state(today) for one in every]
        shown = [one for one, state in zip(every, states, strict=True)
                 if kind in ("", one.kind) and (ended or state not in (ListState.ENDED, ListState.REFUSED))]
        shown.sort(key=lambda one: _TODO[one.state(today)])
        return ListPage(today, tuple(shown), states.count(ListState.PROPOSED), states.count(ListState.OVER))

    def of_customer(self, customer_id: int) -> Standing:
        """Return how a customer stands to the lists. UserError ``customer.not_found``."""
        with self._store.read() as unit:
            customer = customer_in(unit, customer_id)
            about = unit.listings.of_customer(customer_id)
            hits = Lists(unit).hits(customer)
        return Standing(
            tuple(one for one in about if one.kind in KINDS), hits, tuple(one for one in about if one.kind == CLEARED)
        )

    def keys_of(self, customer_id: int) -> tuple[str, ...]:
        """Return the independent keys by which an own customer is known."""
        with self._store.read() as unit:
            return _own_keys(unit, customer_in(unit, customer_id))

    # --- keeping -----------------------------------------------------------------------------------------------------

    def propose(self, entry: Entry, by: str) -> Changed[Listing]:
        """Propose a company for a list; it counts when another officer approves.

        UserError at "kind", "reason", "name", "until" (a day to come); ``list.there`` when it stands there already,
        ``list.two_keys`` or ``list.two_keys_named`` when fewer than two independent keys are known for the blacklist.
        """
        with self._store.write("list.propose", by) as unit:
            kept = propose_in(unit, self._clock, entry, by)
            unit.commit()
        return changed(kept, LISTS, customer_id=kept.customer_id or 0)

    def signers(self, listing_id: int) -> Signers:
        """Return every officer with why he may not decide about an entry that waits, None where he may; {} when none waits."""
        with self._store.read() as unit:
            entry = unit.listings.get(listing_id)
            if entry is None or entry.approved is not None or entry.ended is not None:
                return {}
            return signers(unit, lambda officer: _independent(unit, entry, officer.name), "list.approve")

    def approve(self, listing_id: int, by: str, note: str = "") -> Changed[Listing]:
        """Put a proposed company on its list. On the blacklist: the limit is held, rule K22 holds, a review is called, and the
        customers of the same group and related parties are stopped too; ``notes`` name them. ``note``, what the second officer
        has to say, stands behind the proposer's reason, with the name.

        NotAllowed ``list.own_proposal`` for the proposer, ``list.own_customer`` for the account owner; UserError
        ``list.decided``.
        """
        words = check_text(note, "reason", TEXT).strip()
        with self._store.write("list.approve", by) as unit:
            officer = signer(unit, by)
            entry = _waiting(unit, listing_id)
            _independent(unit, entry, by)
            if words:
                entry = replace(entry, reason=f"{entry.reason}\n{officer.name}: {words}")
            entry = _kept(unit, replace(entry, approved_by=by, approved=self._clock.now(), since=self._clock.today()))
            self._put(unit, entry)
            met = spread(unit, entry, self._voiding)
            unit.commit()
        notes = tuple(_met(one) for one in met)
        return changed(entry, LISTS, CUSTOMER, GRADE, REVIEWS, CASE, customer_id=entry.customer_id or 0, notes=notes)

    def refuse(self, listing_id: int, reason: str, by: str) -> Changed[Listing]:
        """Decide against a proposal, with a reason. Who proposed may take it back so. UserError ``list.decided``."""
        words = _said(reason)
        with self._store.write("list.refuse", by) as unit:
            signer(unit, by)
            entry = _waiting(unit, listing_id)
            kept = _kept(unit, replace(entry, ended_by=by, ended=self._clock.now(), ended_reason=words))
            unit.commit()
        return changed(kept, LISTS, customer_id=entry.customer_id or 0)

    def end(self, listing_id: int, reason: str, by: str) -> Changed[Listing]:
        """Take a company off its list, with a reason; what only this entry held is free again.

        NotAllowed ``list.own_customer`` for the account owner, ``list.own_entry`` for who proposed it for the blacklist.
        """
        words = _said(reason)
        with self._store.write("list.end", by) as unit:
            signer(unit, by)
            entry = _get(unit, listing_id)
            if not entry.counts:
                raise UserError("list.not_in_force")
            _no_owner(unit, entry, by)
            if entry.kind == BLACK and same_person(entry.proposed_by, by):
                raise NotAllowed("list.own_entry", "by", name=by)
            met = {one.customer.id for one in spread(unit, entry, self._voiding)}
            kept = _kept(unit, replace(entry, ended_by=by, ended=self._clock.now(), ended_reason=words))
            free(unit, met | ({entry.customer_id} if entry.customer_id else set()), words, self._voiding)
            unit.commit()
        return changed(kept, LISTS, CUSTOMER, GRADE, CASE, customer_id=entry.customer_id or 0)

    def renew(self, listing_id: int, until: date | None, by: str) -> Changed[Listing]:
        """Give an entry another term. UserError at "until" for a day that has passed, ``list.not_in_force``."""
        with self._store.write("list.renew", by) as unit:
            signer(unit, by)
            entry = _get(unit, listing_id)
            if not entry.counts:
                raise UserError("list.not_in_force")
            kept = _kept(unit, replace(entry, until=_day(until, self._clock.today())))
            unit.commit()
        return changed(kept, LISTS, customer_id=entry.customer_id or 0)

    def clear(self, customer_id: int, reason: str, by: str) -> Changed[Listing]:
        """Rule that what a customer meets does not mean it, or does not stop it; remembered, so that it is not asked again.

        UserError ``list.reason``, ``list.own`` when the customer itself is on the blacklist, ``list.no_hit``; NotAllowed for
        the account owner.
        """
        words = _said(reason)
        with self._store.write("list.clear", by) as unit:
            signer(unit, by)
            customer = customer_in(unit, customer_id)
            if same_person(customer.owner, by):
                raise NotAllowed("list.own_customer", "by", name=by)
            lists = Lists(unit)
            if any(one.customer_id == customer_id and one.kind == BLACK for one in lists.entries):
                raise UserError("list.own", "reason")
            met = sorted({hit.listing.id for hit in lists.hits(customer)})
            if not met and not any(one.kind == BLACKLIST for one in unit.holds.of_customer(customer_id)):
                raise UserError("list.no_hit", "reason")
            now = self._clock.now()
            number = unit.listings.add(Listing(
                0, CLEARED, customer_id, customer.name, "", "", words, tuple(str(one) for one in met), self._clock.today(), None,
                by, now, by, now,
            ))
            free(unit, [customer_id], words, self._voiding)
            kept = _get(unit, number)
            unit.commit()
        return changed(kept, LISTS, CUSTOMER, GRADE, CASE, customer_id=customer_id)

    def _put(self, unit: WriteUnit, entry: Listing) -> None:
        """What an approved entry does to the customer that it is about."""
        if entry.customer_id is None:
            return
        customer = customer_in(unit, entry.customer_id)
        flag(unit, customer, {FLAGS[entry.kind]}, (), self._voiding)
        if entry.kind == BLACK:
            from app.services.alarms.raising import pull_review

            put_hold(unit, customer.id, BLACKLIST, reason_of(entry))
            in_force = unit.changes.in_force(customer.id)
            if in_force is not None:
                pull_review(unit, in_force, self._clock.today())


def propose_in(unit: WriteUnit, clock: Clock, entry: Entry, by: str) -> Listing:
    """Propose a company for a list as part of another command; see ``WatchAndBlackLists.propose``."""
    signer(unit, by)
    if entry.kind not in KINDS:
        raise UserError("list.kind", "kind")
    words, today = _said(entry.reason), clock.today()
    until = _day(entry.until, today)
    if entry.customer_id is not None:
        customer = customer_in(unit, entry.customer_id)
        name, group, keys = customer.name, customer.group, _own_keys(unit, customer)
        number = customer.identifiers[0].value if customer.identifiers else ""
    else:
        name = check_line(entry.name, "name", LINE, required=True)
        number, group = check_line(entry.identifier, "identifier", 80), check_line(entry.group, "group", LINE)
        keys = tuple(key for key, value in ((NAME, name), (NUMBER, number), (GROUP, group)) if value)
    if entry.kind == BLACK and len(keys) < KEYS_NEEDED:
        named = entry.customer_id is None
        raise UserError("list.two_keys_named" if named else "list.two_keys", "identifier" if named else "reason", n=KEYS_NEEDED)
    for one in unit.listings.all():
        alike = one.customer_id == entry.customer_id if entry.customer_id is not None else (
            one.customer_id is None and one.name == name and one.identifier == number)
        if alike and one.kind == entry.kind and one.ended is None:
            raise UserError("list.there", "name" if entry.customer_id is None else "reason", name=name)
    number_of = unit.listings.add(Listing(
        0, entry.kind, entry.customer_id, name, number, group, words, keys, today, until, by, clock.now()
    ))
    return _get(unit, number_of)


def _own_keys(unit: ReadUnit, customer: Customer) -> tuple[str, ...]:
    """The file that the officer chose, and what stands in it beside the name."""
    dealt = unit.changes.in_force(customer.id) is not None or unit.listings.dealt_with(customer.id)
    there = (
        (FILE, True), (NUMBER, bool(customer.identifiers)), (ADDRESS, bool(customer.address)),
        (CONTACT, any(one.phone or one.email for one in customer.contacts)), (DEALINGS, dealt),
    )
    return tuple(key for key, known in there if known)


def _get(unit: ReadUnit, listing_id: int) -> Listing:
    entry = unit.listings.get(listing_id)
    if entry is None:
        raise UserError("list.not_found", id=listing_id)
    return entry


def _waiting(unit: ReadUnit, listing_id: int) -> Listing:
    entry = _get(unit, listing_id)
    if entry.approved is not None or entry.ended is not None:
        raise UserError("list.decided")
    return entry


def _kept(unit: WriteUnit, entry: Listing) -> Listing:
    unit.listings.save(entry)
    return _get(unit, entry.id)


def _independent(unit: ReadUnit, entry: Listing, by: str) -> None:
    if same_person(entry.proposed_by, by):
        raise NotAllowed("list.own_proposal", "by", name=by)
    _no_owner(unit, entry, by)


def _no_owner(unit: ReadUnit, entry: Listing, by: str) -> None:
    customer = unit.customers.get(entry.customer_id) if entry.customer_id is not None else None
    if customer is not None and same_person(customer.owner, by):
        raise NotAllowed("list.own_customer", "by", name=by)


def _met(one: Looked) -> UserError:
    key = "stopped" if any(hit.stops for hit in one.hits) else "met"
    return UserError(f"list.{key}", name=one.customer.name, number=one.customer.number)


def _day(until: date | None, today: date) -> date | None:
    if until is not None and until <= today:
        raise UserError("list.until", "until")
    return until


def _said(text: str) -> str:
    plain = check_text(text, "reason", TEXT).strip()
    if not plain:
        raise UserError("list.reason", "reason")
    return plain
