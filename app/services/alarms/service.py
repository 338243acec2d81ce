"""Alarms as an officer works with them: who asks, what was answered, what was done about it and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.alarms import ACTIONS, GONE, Alarm, AlarmFilter, AlarmPage
from app.models.domain.enums import Colour, Grade, Role
from app.models.domain.errors import UserError
from app.models.domain.holds import STOP, WARNINGS, Hold
from app.models.domain.lists import BLACK, WATCH
from app.services.alarms.raising import points_of, pull_review, raise_alarms, uncounted
from app.services.changes import ALARMS, CUSTOMER, GRADE, LISTS, REVIEWS, Changed, changed
from app.services.clock import Clock
from app.services.customers.service import customer_in
from app.services.holds import put_hold
from app.services.methodologies import Methodologies
from app.services.officers.service import NAME, may_enter, signer
from app.services.rights.guard import named
from app.services.typed_text import TEXT, check_line, check_text

if TYPE_CHECKING:
    from app.models.domain.answers import Evidence
    from app.models.domain.methodology import WarningRule
    from app.models.domain.records import GradeInForce

MOST = 300
"""Lines of the list of all customers: who has done these asks again."""
FARTHEST = 92
"""Days that an answer may be put off: a review comes by then in any case."""
_AT_ONCE = 200
_LISTS = {"watch": WATCH, "blacklist": BLACK}


@dataclass(frozen=True, slots=True)
class AlarmFile:
    """The alarms of one customer, those not closed first, by the day they are due. ``points``: of those not closed; ``fresh``: of
    them, those that no decision has counted. ``hold``: the freeze by warnings, ``ended``: the last one that an officer ended.
    ``trouble``: the day on which what they warned
    of came: grade CC or lower, or the blacklist. ``earlier``: rules of the decision in force that were never taken up.
    ``rules``: those in use, by id. ``notch_from`` and ``freeze_from``: points that call a review and that freeze the limit.
    """

    day: date
    alarms: tuple[Alarm, ...]
    points: int
    fresh: int
    notch_from: int
    freeze_from: int
    hold: Hold | None
    ended: Hold | None
    in_force: GradeInForce | None
    trouble: date | None
    earlier: tuple[str, ...]
    files: tuple[Evidence, ...]
    rules: Mapping[str, WarningRule]

    def lead(self, alarm: Alarm) -> int | None:
        """Days that an alarm came before the trouble, None where none came after it."""
        raised = alarm.raised.date()
        return (self.trouble - raised).days if self.trouble is not None and self.trouble >= raised else None


class Alarms:
    """Reading and working off alarms. Each call opens its own unit of work, on any thread."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies) -> None:
        self._store, self._clock, self._methodologies = store, clock, methodologies

    # --- reading -----------------------------------------------------------------------------------------------------

    def of_customer(self, customer_id: int) -> tuple[Alarm, ...]:
        """Return every alarm of a customer, oldest first, also those that are closed."""
        with self._store.read() as unit:
            return unit.alarms.of_customer(customer_id)

    def rules(self) -> Mapping[str, WarningRule]:
        """Return the warning rules in use by id: their names and questions in three languages."""
        return {rule.id: rule for rule in self._methodologies.current().warnings}

    def file(self, customer_id: int) -> AlarmFile:
        """Return what the page of a customer shows. UserError ``customer.not_found``."""
        with self._store.page(customer_id=customer_id, answered="all") as unit:
            customer_in(unit, customer_id)
            m = self._methodologies.current_in(unit)
            rules = m.rules
            alarms = unit.alarms.of_customer(customer_id)
            in_force = unit.changes.in_force(customer_id)
            change = None if in_force is None else unit.changes.get(in_force.change_no)
            fresh = alarms if in_force is None else uncounted(unit, customer_id, in_force)
            freezes = [one for one in unit.holds.of_customer(customer_id, lifted=True) if one.kind == WARNINGS]
            trouble = _trouble(unit, customer_id)
            files = tuple(file for _, file in unit.evidence.of_customer(customer_id))
        told = () if change is None or alarms else tuple(rule for rule in change.rules if rule.startswith("W"))
        waiting = [one for one in alarms if one.closed is None]
        return AlarmFile(
            self._clock.today(), tuple(sorted(alarms, key=_order)), points_of(waiting, rules),
            points_of((one for one in fresh if one.closed is None), rules), rules.warning_notch_from, rules.warning_freeze_from,
            next((one for one in freezes if one.lifted is None), None),
            next((one for one in reversed(freezes) if one.lifted_reason not in ("", "decision", GONE)), None),
            in_force, trouble, told, files, {rule.id: rule for rule in m.warnings},
        )

    def page(self, wanted: AlarmFilter | None = None, most: int = MOST) -> AlarmPage:
        """Return the alarms of all customers that fit, those due first at the top (closed ones: newest first)."""
        with self._store.read() as unit:
            return unit.alarms.page(wanted or AlarmFilter(), self._clock.today(), most)

    # --- looking -----------------------------------------------------------------------------------------------------

    def look(self, customer_id: int, by: str) -> Changed[tuple[str, ...]]:
        """Judge a customer by the warning rules now; return the rules that were raised."""
        with self._store.write("alarm.look", by) as unit:
            may_enter(unit, by)
            customer_in(unit, customer_id)
            raised = raise_alarms(unit, self._methodologies, self._clock, customer_id, "review")
            unit.commit()
        return changed(raised.new, *raised.flags, customer_id=customer_id)

    def take_up(self, by: str) -> Changed[int]:
        """Make alarms of the warnings of earlier decisions that nobody has taken up; return the number of customers looked at.

        A customer whose rules no longer speak is shown by the decision in force as before.
        """
        flags: dict[str, None] = {}
        with self._store.write("alarm.look", by) as unit:
            may_enter(unit, by)
            earlier = unit.alarms.earlier(_AT_ONCE)
            for customer_id in earlier:
                flags |= dict.fromkeys(raise_alarms(unit, self._methodologies, self._clock, customer_id, "review").flags)
            unit.commit()
        return changed(len(earlier), *flags)

    # --- working off -------------------------------------------------------------------------------------------------

    def assign(self, alarm_id: int, by: str, *, owner: str, due: date, asked: str = "") -> Changed[Alarm]:
        """Say who asks until when, and what in the officer's own words ("": as the rule asks).

        UserError at "owner" (``alarm.owner``: nobody in the list of officers), "due" (``alarm.due``: from today, at most 92
        days) or "asked"; ``alarm.closed``.
        """
        today = self._clock.today()
        person = check_line(owner, "owner", NAME, required=True)
        words = check_text(asked, "asked", TEXT).strip()
        with self._store.write("alarm.assign", by) as unit:
            may_enter(unit, by)
            alarm = _open(unit, alarm_id)
            if person != alarm.owner:
                person = _officer(unit, person)
            if due != alarm.due and not today <= due <= today + timedelta(days=FARTHEST):
                raise UserError("alarm.due", "due", days=FARTHEST)
            return self._keep(unit, replace(alarm, owner=person, due=due, asked=words))

    def answer(self, alarm_id: int, answer: str, by: str, *, evidence_ids: Sequence[int] = ()) -> Changed[Alarm]:
        """Note what the customer answered, and which files of the customer prove it; an earlier answer is replaced.

        UserError ``alarm.answer`` when it is empty, ``answer.unknown_evidence`` at "evidence", ``alarm.closed``.
        """
        words = check_text(answer, "answer", TEXT).strip()
        if not words:
            raise UserError("alarm.answer", "answer")
        with self._store.write("alarm.answer", by) as unit:
            may_enter(unit, by)
            alarm = _open(unit, alarm_id)
            known = {file.id for _, file in unit.evidence.of_customer(alarm.customer_id)}
            if set(evidence_ids) - known:
                raise UserError("answer.unknown_evidence", "evidence", item=alarm.rule)
            told = replace(alarm, answer=words, answered=self._clock.now(), answered_by=by)
            return self._keep(unit, replace(told, evidence_ids=tuple(dict.fromkeys(evidence_ids))))

    def close(self, alarm_id: int, actions: Sequence[str], note: str, by: str) -> Changed[Alarm]:
        """Decide what is done about an alarm. "stop" holds the limit at once, "review" and "cut" call a review, "watch" and
        "blacklist" propose the customer for the list (another officer decides), "secure" is noted.

        UserError ``alarm.action`` without an action or with "none" beside others, ``alarm.reason`` when nothing is done or
        nobody has answered and no reason is given, ``alarm.closed``, ``list.two_keys`` from the blacklist.
        NotAllowed for who may not sign.
        """
        chosen = tuple(one for one in ACTIONS if one in actions)
        words = check_text(note, "note", TEXT).strip()
        if not chosen or set(actions) - set(ACTIONS) or ("none" in chosen and len(chosen) > 1):
            raise UserError("alarm.action", "actions")
        with self._store.write("alarm.close", by) as unit:
            signer(unit, by)
            alarm = _open(unit, alarm_id)
            if not words and (chosen == ("none",) or alarm.answered is None):
                raise UserError("alarm.reason", "note")
            flags = self._act(unit, alarm, chosen, words)
            closed = replace(alarm, actions=chosen, action_note=words, closed=self._clock.now(), closed_by=by)
            return self._keep(unit, closed, *flags)

    def reopen(self, alarm_id: int, by: str) -> Changed[Alarm]:
        """Open a closed alarm again; what was done about it stays done. UserError ``alarm.not_closed``."""
        with self._store.write("alarm.reopen", by) as unit:
            signer(unit, by)
            alarm = _get(unit, alarm_id)
            if alarm.closed is None:
                raise UserError("alarm.not_closed")
            return self._keep(unit, replace(alarm, actions=(), closed=None, closed_by=""))

    def _act(self, unit: WriteUnit, alarm: Alarm, actions: Sequence[str], note: str) -> tuple[str, ...]:
        from app.services.lists.service import Entry, propose_in

        said = note or alarm.answer
        why = f"{alarm.rule}: {said}"[:TEXT] if said else alarm.rule
        listed = done = False
        for action, kind in _LISTS.items():
            if action in actions and not _listed(unit, alarm.customer_id, kind):
                propose_in(unit, self._clock, Entry(kind, why, customer_id=alarm.customer_id), unit.who)
                listed = True
        if "stop" in actions:
            done = put_hold(unit, alarm.customer_id, STOP, why) or done
        in_force = unit.changes.in_force(alarm.customer_id)
        if in_force is not None and {"review", "cut"} & set(actions):
            done = pull_review(unit, in_force, self._clock.today()) is not None or done
        return (*((CUSTOMER, GRADE, REVIEWS) if done else ()), *((CUSTOMER, LISTS) if listed else ()))

    def _keep(self, unit: WriteUnit, alarm: Alarm, *flags: str) -> Changed[Alarm]:
        unit.alarms.save(alarm)
        kept = _get(unit, alarm.id)
        unit.commit()
        return changed(kept, ALARMS, *flags, customer_id=alarm.customer_id)


def _get(unit: ReadUnit, alarm_id: int) -> Alarm:
    alarm = unit.alarms.get(alarm_id)
    if alarm is None:
        raise UserError("alarm.not_found", id=alarm_id)
    return alarm


def _open(unit: ReadUnit, alarm_id: int) -> Alarm:
    alarm = _get(unit, alarm_id)
    if alarm.closed is not None:
        raise UserError("alarm.closed")
    return alarm


def _listed(unit: ReadUnit, customer_id: int, kind: str) -> bool:
    return any(one.kind == kind and one.ended is None for one in unit.listings.of_customer(customer_id))


def _trouble(unit: ReadUnit, customer_id: int) -> date | None:
    days = [change.effective for change in unit.changes.decisions_of(customer_id) if change.after.grade <= Grade.CC]
    black = unit.alarms.blacklisted_since(customer_id)
    return min([*days, *([black] if black is not None else [])], default=None)


def _officer(unit: ReadUnit, name: str) -> str:
    """The name as the list of officers has it: an alarm of somebody else would be on nobody's list."""
    there = tuple(one for one in unit.officers.all() if one.active and one.role is not Role.VIEWER)
    found = named(there, name)
    if found is None:
        raise UserError("alarm.owner", "owner", name=name, officers=", ".join(one.name for one in there))
    return found.name


def _order(alarm: Alarm) -> tuple[bool, float, bool, str]:
    """Those to be worked off by their day, red before amber; then closed ones, the newest first."""
    if alarm.closed is not None:
        return True, -alarm.closed.timestamp(), False, alarm.rule
    return False, float(alarm.due.toordinal()), alarm.colour is not Colour.RED, alarm.rule
