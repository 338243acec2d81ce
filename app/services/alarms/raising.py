"""Raising alarms as part of another command, and what follows at once: a review is called, a limit frozen (domain.md §6.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.alarms import GONE, Alarm
from app.models.domain.enums import Colour
from app.models.domain.holds import WARNINGS
from app.models.domain.methodology import Rules
from app.models.domain.rating import RatingResult, WarningHit
from app.models.domain.records import CaseHead, GradeInForce
from app.services.alarms.inputs import FROM_LEDGER, input_for
from app.services.changes import ALARMS, CUSTOMER, GRADE, REVIEWS
from app.services.clock import Clock
from app.services.holds import held_in, lift_holds, put_hold
from app.services.methodologies import Methodologies

REVIEW_WITHIN = 5
"""Days until an unscheduled review must be done."""
DUE = {Colour.RED: 3, Colour.AMBER: 7}
"""Days until an alarm must be answered."""
_RAISED = (Colour.AMBER, Colour.RED)


@dataclass(frozen=True, slots=True)
class Raised:
    """What came of looking at a customer. ``new`` and ``gone``: rules; ``points`` of all alarms that are not closed and that
    no earlier review has counted; ``review``: the day to which the next review was pulled; ``frozen``: the limit was.
    """

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    points: int = 0
    review: date | None = None
    frozen: bool = False
    thawed: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """The kinds of things that changed by it."""
        found = (ALARMS,) if self.new or self.gone else ()
        if self.review is not None or self.frozen or self.thawed:
            found = (*found, CUSTOMER, GRADE, REVIEWS)
        return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """One rule that speaks now: what stands for its evidence, and the year it is taken from."""

    hit: WarningHit
    evidence: str
    period: date | None


def raise_alarms(unit: WriteUnit, methodologies: Methodologies, clock: Clock, customer_id: int, source: str) -> Raised:
    """Look at a customer by the rules and raise what is new, inside the unit of what gave cause to it.

    ``source``: statement, import, ledger, review or case. The same evidence raises a rule once. An alarm that nobody has
    answered follows corrected figures, and is closed as gone when its rule no longer speaks. A year that is typed by halves
    raises nothing until its totals are there, but for a case that is scored all the same.
    """
    from app.services.rating.signals import signals

    customer = unit.customers.get(customer_id)
    if customer is None:
        return Raised()
    today = clock.today()
    m, given, case = input_for(unit, methodologies, customer, today)
    told = signals(m, given)
    owner = (case.assessor if _works(unit, case) and case is not None else "") or customer.officer or unit.who
    looked = [one for one in told.hits if one.rule not in told.on_statements or told.whole or source == "case"]
    moving = frozenset(given.answers) & FROM_LEDGER
    seen = [_seen(one, told.reads[one.rule] & moving, told.year if one.rule in told.on_statements else None, today)
            for one in looked if one.colour in _RAISED]
    clear = {one.rule for one in looked if one.colour is Colour.NONE}
    return _reconcile(unit, clock, customer_id, source, owner, m.rules, seen, clear, told.year)


def _works(unit: WriteUnit, case: CaseHead | None) -> bool:
    from app.services.cases.states import OPEN_STATES

    return case is not None and case.state in OPEN_STATES


def _seen(hit: WarningHit, moving: frozenset[str], period: date | None, today: date) -> _Seen:
    """Figures of the ledger move daily: they raise a rule once a month."""
    month = f"{hit.rule}|{hit.colour.value}|{today:%Y-%m}"
    return _Seen(hit, sha256(month.encode()).hexdigest()[:16] if moving else hit.evidence, period)


def _reconcile(
    unit: WriteUnit, clock: Clock, customer_id: int, source: str, owner: str, rules: Rules, seen: Sequence[_Seen],
    clear: set[str], year: date | None,
) -> Raised:
    known = unit.alarms.of_customer(customer_id)
    if not seen and not any(one.closed is None for one in known):
        return Raised()
    new: list[str] = []
    for one in seen:
        mine = [alarm for alarm in known if alarm.rule == one.hit.rule]
        if _take_up(unit, clock, customer_id, source, owner, one, mine):
            new.append(one.hit.rule)
    speaking = {(one.hit.rule, one.period) for one in seen}
    gone = [alarm for alarm in known if alarm.state == "open" and (alarm.rule, alarm.period) not in speaking
            and _is_gone(alarm, clear, year)]
    for alarm in gone:
        unit.alarms.save(replace(alarm, actions=(GONE,), closed=clock.now(), closed_by=unit.who))
    raised = Raised(tuple(new), tuple(one.rule for one in gone))
    return _follow(unit, clock.today(), customer_id, rules, raised) if new or gone else raised


def _is_gone(alarm: Alarm, clear: set[str], year: date | None) -> bool:
    """A later year is no correction of an earlier one; a question that is still open on it stays."""
    if alarm.period is not None and (year is None or alarm.period > year):
        return True
    return alarm.rule in clear and alarm.period in (None, year)


def _take_up(
    unit: WriteUnit, clock: Clock, customer_id: int, source: str, owner: str, one: _Seen, mine: Sequence[Alarm]
) -> bool:
    """Raise a rule, let the alarm that is there follow the figures, or leave it as it is; True when it is raised."""
    hit = one.hit
    due = clock.today() + timedelta(days=DUE[hit.colour])
    same = next((alarm for alarm in mine if alarm.evidence == one.evidence), None)
    if same is not None:
        if same.gone:
            unit.alarms.save(replace(same, actions=(), closed=None, closed_by="", due=max(due, same.due)))
        return same.gone
    last = next((alarm for alarm in reversed(mine) if alarm.period == one.period and not alarm.gone), None)
    worse = last is not None and last.colour is not hit.colour and hit.colour is Colour.RED
    if last is not None and last.closed is None and (last.answered is None or not worse):
        due = min(due, last.due) if worse else last.due
        unit.alarms.save(replace(last, colour=hit.colour, evidence=one.evidence, value=hit.value.value, due=due))
        return worse
    if last is not None and last.closed is not None and one.period is not None and not worse:
        return False        # asked and answered for that year
    unit.alarms.add(Alarm(
        0, customer_id, hit.rule, hit.colour, one.evidence, hit.value.value, source, one.period, clock.now(), owner, due
    ))
    return True


# --- what follows at once ---------------------------------------------------------------------------------------------


def points_of(alarms: Iterable[Alarm], rules: Rules) -> int:
    """Points of some alarms, each rule once by its graver colour."""
    worth = {Colour.AMBER: rules.warning_points_amber, Colour.RED: rules.warning_points_red}
    by_rule: dict[str, int] = {}
    for alarm in alarms:
        by_rule[alarm.rule] = max(by_rule.get(alarm.rule, 0), worth.get(alarm.colour, 0))
    return sum(by_rule.values())


def uncounted(unit: ReadUnit, customer_id: int, in_force: GradeInForce) -> tuple[Alarm, ...]:
    """The alarms that are not closed and that the decision in force has not counted yet."""
    from app.services.ratings.around import counted_warnings

    row = unit.ratings.get(in_force.rating_id)
    counted: set[tuple[str, str]] = set()
    if row is not None:
        from app.services.rating.snapshot import load_input, load_result

        counted = set(counted_warnings(load_input(row.input_json), load_result(row.result_json)))
    return tuple(one for one in unit.alarms.of_customer(customer_id)
                 if one.closed is None and (one.rule, one.evidence) not in counted)


def _follow(unit: WriteUnit, today: date, customer_id: int, rules: Rules, raised: Raised) -> Raised:
    """From three points a review is called, from six the limit is frozen; both only where there is a grade in force."""
    in_force = unit.changes.in_force(customer_id)
    if in_force is None:
        return raised
    fresh = uncounted(unit, customer_id, in_force)
    points = points_of(fresh, rules)
    raised = replace(raised, points=points)
    if raised.new and points >= rules.warning_notch_from:
        raised = replace(raised, review=pull_review(unit, in_force, today))
    if raised.new and points >= rules.warning_freeze_from:
        raised = replace(raised, frozen=put_hold(unit, customer_id, WARNINGS, hold_reason(fresh, points)))
    elif raised.gone and points < rules.warning_freeze_from:
        raised = replace(raised, thawed=_thaw(unit, customer_id, rules))
    return raised


def _thaw(unit: WriteUnit, customer_id: int, rules: Rules) -> bool:
    """End a freeze whose cause was a slip of typing. What was answered or acted upon since was a cause."""
    hold = next((one for one in held_in(unit, customer_id) if one.kind == WARNINGS), None)
    if hold is None:
        return False
    causes = [one for one in unit.alarms.of_customer(customer_id)
              if not one.gone and (one.closed is None or one.closed >= hold.since)]
    return points_of(causes, rules) < rules.warning_freeze_from and lift_holds(unit, customer_id, WARNINGS, GONE)


def hold_reason(alarms: Sequence[Alarm], points: int) -> str:
    """The rules that froze a limit, and their points: the same in every language."""
    return f"{' '.join(sorted({one.rule for one in alarms}))} = {points}"


def pull_review(unit: WriteUnit, in_force: GradeInForce, today: date) -> date | None:
    """Call an unscheduled review: the day it must be done by, None when the next one is no later anyway."""
    day = today + timedelta(days=REVIEW_WITHIN)
    if in_force.next_review <= day:
        return None
    unit.changes.set_in_force(replace(in_force, next_review=day))
    return day


def after_decision(unit: WriteUnit, customer_id: int, result: RatingResult, rules: Rules) -> bool:
    """A new decision ends the freeze by warnings, unless its own rating is frozen or enough alarms are still unanswered."""
    open_ = [one for one in unit.alarms.of_customer(customer_id) if one.state == "open"]
    if result.limit_frozen or points_of(open_, rules) >= rules.warning_freeze_from:
        return False
    return lift_holds(unit, customer_id, WARNINGS, "decision")


def raise_for(
    unit: WriteUnit, methodologies: Methodologies, clock: Clock, touched: Mapping[int, bool], source: str
) -> tuple[str, ...]:
    """Look at those of many customers that are dealt with; return the kinds of things that changed."""
    flags: dict[str, None] = {}
    for customer_id in unit.alarms.followed(touched.keys()):
        flags |= dict.fromkeys(raise_alarms(unit, methodologies, clock, customer_id, source).flags)
    return tuple(flags)
