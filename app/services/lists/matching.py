"""Which entries of the lists a customer meets, and how surely. Pure.

A bad fact sticks only with two independent keys, one of them the name or a registration number: a namesake is not punished for
its name. One registration number, the group or a related party stop new credit until somebody has looked, but prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.models.db.search_text import folded, folded_code
from app.models.domain.lists import ADDRESS, CONTACT, GROUP, NAME, NUMBER, RELATED, Hit, Listing
from app.models.domain.parties import Customer

_ORDER = (NUMBER, NAME, GROUP, RELATED, ADDRESS, CONTACT)


def hits_of(customer: Customer, entries: Iterable[Listing], listed: Mapping[int, Customer]) -> tuple[Hit, ...]:
    """The entries that a customer meets, those that stop it first. ``listed``: the customers that entries are about, by id.

    Entries about the customer itself are none of them.
    """
    found = [hit for entry in entries if entry.customer_id != customer.id or not customer.id
             if (hit := _hit(customer, entry, listed.get(entry.customer_id or 0))) is not None]
    return tuple(sorted(found, key=_rank))


def _rank(hit: Hit) -> tuple[bool, bool, int]:
    return not hit.stops, not hit.sure, hit.listing.id


def _hit(customer: Customer, entry: Listing, about: Customer | None) -> Hit | None:
    numbers, others = _numbers(customer), _listed_numbers(entry, about)
    keys: set[str] = set()
    if numbers & others:
        keys.add(NUMBER)
    if _names(customer) & _listed_names(entry, about):
        keys.add(NAME)
    if _same_group(customer, entry, about):
        keys.add(GROUP)
    if _related(customer, entry, about):
        keys.add(RELATED)
    if about is not None and keys:
        if customer.address and folded(customer.address) == folded(about.address):
            keys.add(ADDRESS)
        if _reached(customer) & _reached(about):
            keys.add(CONTACT)
    if not keys:
        return None
    differs = keys == {NAME} and _differ(customer, entry, about)
    # A company of the same group under another name is another company, however much else they share.
    sure = len(keys) > 1 and bool(keys & {NUMBER, NAME}) and not (NUMBER not in keys and _differ(customer, entry, about))
    return Hit(entry, tuple(one for one in _ORDER if one in keys), sure, differs)


def _numbers(customer: Customer) -> set[str]:
    return {folded_code(one.value) for one in customer.identifiers} - {""}


def _listed_numbers(entry: Listing, about: Customer | None) -> set[str]:
    return ({folded_code(entry.identifier)} | (_numbers(about) if about is not None else set())) - {""}


def _names(customer: Customer) -> set[str]:
    return {_key(one) for one in (customer.name, *customer.former_names)} - {""}


def _listed_names(entry: Listing, about: Customer | None) -> set[str]:
    return ({_key(entry.name)} | (_names(about) if about is not None else set())) - {""}


def _key(name: str) -> str:
    from app.services.imports.values.names import name_key

    return name_key(name) or folded(name)


def _same_group(customer: Customer, entry: Listing, about: Customer | None) -> bool:
    """The same group, or the group is called as the entry: a parent gives its name to its group."""
    own = {folded(customer.group)} - {""}
    theirs = {folded(entry.group), folded(about.group) if about is not None else ""} - {""}
    parent = {folded(entry.name), folded(about.name) if about is not None else ""} - {""}
    return bool(own & (theirs | parent)) or bool(theirs & {folded(customer.name)})


def _related(customer: Customer, entry: Listing, about: Customer | None) -> bool:
    """One of them names the other among its related parties."""
    named = {_key(one.name) for one in customer.related} & _listed_names(entry, about)
    numbered = {folded_code(one.identifier) for one in customer.related} & _listed_numbers(entry, about)
    if named or numbered:
        return True
    if about is None:
        return False
    return bool({_key(one.name) for one in about.related} & _names(customer)
                or {folded_code(one.identifier) for one in about.related} & _numbers(customer))


def _reached(customer: Customer) -> set[str]:
    phones = {"".join(char for char in one.phone if char.isdigit())[-9:] for one in customer.contacts}
    return ({one for one in phones if len(one) > 6} | {folded(one.email) for one in customer.contacts}) - {""}


def _differ(customer: Customer, entry: Listing, about: Customer | None) -> bool:
    """Whether numbers of one kind are known of both and none agrees; an entry without a customer has one number of any kind."""
    if about is None:
        return bool(entry.identifier and customer.identifiers)
    kinds = {one.kind for one in customer.identifiers} & {one.kind for one in about.identifiers} - {"other"}
    return bool(kinds)
