"""What happened while a grade was lived by: warnings and what was done about them, lists, holds, orders, looks at the grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.models.db.units import ReadUnit
from app.models.domain.history import Event
from app.models.domain.labels import Labels
from app.models.domain.lists import CLEARED, Listing

if TYPE_CHECKING:
    from app.models.domain.alarms import Alarm
    from app.models.domain.methodology import Methodology

_OF_PROGRAM = ("warnings", "edited")
"""Kinds of holds that the program puts and lifts by itself."""
_BY_ITSELF = ("gone", "decision")
"""What the program writes as the reason for ending a freeze: the figures were corrected, a new decision was made."""
_LONGEST = 300
"""Letters of an answer that a line of the timeline tells; the whole of it stands where it was given."""


def living_events(unit: ReadUnit, customer_id: int, m: Methodology) -> Iterator[Event]:
    """Every such event of a customer within a unit of work, in no order."""
    labels = {rule.id: rule.label for rule in m.warnings}
    for alarm in unit.alarms.of_customer(customer_id):
        yield from _of_alarm(alarm, labels)
    for entry in unit.listings.of_customer(customer_id):
        yield from _of_entry(entry)
    for hold in unit.holds.of_customer(customer_id, lifted=True):
        yield _event(f"held_{hold.kind}", hold.since, hold.by, reason=hold.reason)
        if hold.lifted is not None:
            if hold.kind in _OF_PROGRAM and hold.lifted_reason in _BY_ITSELF:
                yield _event(f"freed_{hold.kind}_{hold.lifted_reason}", hold.lifted, hold.lifted_by)
            else:
                yield _event(f"freed_{hold.kind}", hold.lifted, hold.lifted_by, reason=_short(hold.lifted_reason))
    for one in unit.listings.lived(customer_id):
        yield Event(one.kind, _day(one.at), one.at, one.who, params=one.params)


def _of_alarm(alarm: Alarm, labels: Mapping[str, Labels]) -> Iterator[Event]:
    told: dict[str, object] = {"rule": alarm.rule, "label": labels.get(alarm.rule, Labels(alarm.rule, alarm.rule, alarm.rule))}
    yield _event(f"alarm_{alarm.colour.value}", alarm.raised, "", **told)
    if alarm.answered is not None:
        yield _event("alarm_answered", alarm.answered, alarm.answered_by, **told, answer=_short(alarm.answer))
    if alarm.closed is not None:
        days = alarm.days(_day(alarm.closed))
        kind = "alarm_gone" if alarm.gone else "alarm_closed"
        note = f" – {_short(alarm.action_note)}" if alarm.action_note else ""
        yield _event(kind, alarm.closed, alarm.closed_by, **told, actions=alarm.actions, n=days, note=note)


def _of_entry(entry: Listing) -> Iterator[Event]:
    if entry.kind == CLEARED:
        yield _event("list_cleared", entry.proposed, entry.proposed_by, reason=_short(entry.reason))
        return
    yield _event(f"list_proposed_{entry.kind}", entry.proposed, entry.proposed_by, reason=_short(entry.reason))
    if entry.approved is not None:
        yield _event(f"list_approved_{entry.kind}", entry.approved, entry.approved_by, reason=_short(entry.reason))
    if entry.ended is not None:
        kind = "ended" if entry.approved is not None else "refused"
        yield _event(f"list_{kind}_{entry.kind}", entry.ended, entry.ended_by, reason=_short(entry.ended_reason))


def _event(kind: str, at: datetime, who: str, **params: object) -> Event:
    return Event(kind, _day(at), at, who, params=params)


def _day(moment: datetime) -> date:
    return moment.astimezone().date()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
