"""The past of a customer as its file shows it. Everything is read when a part of the file is first looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from app.models.db.repositories.timeline import GroupMember, RatingHead
from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.enums import Colour, Grade
from app.models.domain.history import Event, FieldChange, SourceRef
from app.models.domain.methodology import Methodology
from app.models.domain.parties import Customer
from app.models.domain.rating import PeriodRatios, RatingInput, RatingResult, WarningHit
from app.models.domain.records import CaseHead, CaseView, GradeChange, GradeInForce
from app.models.domain.statement import Statement
from app.services.cases.service import view_in
from app.services.cases.states import OPEN_STATES
from app.services.clock import Clock
from app.services.customers.service import customer_in
from app.services.grading.usable import overdue
from app.services.methodologies import Methodologies
from app.services.ratings.inputs import input_of
from app.services.timeline.events import events_in, moment_of
from app.services.timeline.fields import field_changes
from app.services.timeline.figures import KeyFigure, key_figures, newest_years
from app.services.timeline.imported import import_changes, newest_first
from app.services.timeline.living import living_events
from app.services.timeline.sources import Source, source_in

if TYPE_CHECKING:
    from app.services.timeline.outside import Outside

__all__ = ["CaseLine", "Group", "GroupMember", "KeyFigure", "Overview", "Source", "Timeline"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A rating the overview speaks of. ``live``: the open case as it stands now; else as it was stored ``at``."""

    result: RatingResult
    case: CaseHead | None
    live: bool
    at: datetime | None
    ref: SourceRef


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page of a customer's file shows."""

    customer: Customer
    in_force: GradeInForce | None
    cases: tuple[CaseHead, ...]
    changes: tuple[GradeChange, ...]
    now: Standing | None
    last: Standing | None
    warnings: tuple[WarningHit, ...]
    figures: tuple[KeyFigure, ...]
    events: tuple[Event, ...]
    methodology: Methodology
    frozen: bool = False                  # the limit in force counts for nothing today


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case with how it ended, as far as it has."""

    head: CaseHead
    score: Decimal | None
    grade: Grade | None
    provisional: bool
    change: GradeChange | None
    files: int


@dataclass(frozen=True, slots=True)
class Group:
    """The customers of a group, the one asked for first, and what they owe, by currency: exposure, overdue."""

    name: str
    members: tuple[GroupMember, ...]
    totals: tuple[tuple[str, Decimal, Decimal], ...]
    related: tuple[int, ...]
    """Ids of the customers that the related parties are, in their order; 0 for one that is no customer of ours."""


@dataclass(frozen=True, slots=True)
class Years:
    """Statements and their ratios, oldest first. ``standards``: ratio → (standard value, less is better, name of the set)."""

    statements: tuple[Statement, ...]
    periods: tuple[PeriodRatios, ...]
    standards: dict[str, tuple[Decimal, bool, str]]
    methodology: Methodology


class Timeline:
    """Reading the past of a customer."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies) -> None:
        self._store = store
        self._clock = clock
        self._methodologies = methodologies

    def overview(self, customer_id: int) -> Overview:
        """Return the first page of the file. UserError ``customer.not_found``."""
        with self._store.page(customer_id=customer_id, answered="all") as unit:
            customer = customer_in(unit, customer_id)
            cases, changes = unit.cases.of_customer(customer_id), unit.changes.decisions_of(customer_id)
            statements, ratings = unit.statements.of_customer(customer_id), unit.timeline.ratings(customer_id)
            view = self._open_view(unit, cases)
            m = self._methodology(unit, None if view is None else view.head)
            now, last = self._standings(unit, view, cases, ratings)
            in_force = unit.changes.in_force(customer_id)
            events = self._events(unit, customer_id, cases, changes, in_force, m)
        warnings = tuple(hit for hit in now.result.warnings if hit.colour in (Colour.RED, Colour.AMBER)) if now else ()
        years = newest_years(statements)
        figures = key_figures(years, _ratios(m, years)) if years else ()
        frozen = in_force is not None and (bool(in_force.holds) or overdue(in_force, self._clock.today()))
        return Overview(customer, in_force, cases, changes, now, last, warnings, figures, events, m, frozen)

    def story(self, customer_id: int) -> tuple[Event, ...]:
        """Return everything that happened to a customer, oldest first. UserError ``customer.not_found``."""
        with self._store.page(customer_id=customer_id, answered="all") as unit:
            customer_in(unit, customer_id)
            cases, changes = unit.cases.of_customer(customer_id), unit.changes.decisions_of(customer_id)
            m = self._methodology(unit, unit.cases.open_case(customer_id))
            return self._events(unit, customer_id, cases, changes, None, m)[::-1]

    def history(self, customer_id: int) -> tuple[FieldChange, ...]:
        """Return every change of every field of a customer, its cases and statements, and every import that touched it.

        Newest first.
        """
        with self._store.read() as unit:
            fields = tuple(field_changes(unit.timeline.of_customer(customer_id)))
            return newest_first(fields, tuple(import_changes(unit, customer_id)))

    def cases(self, customer_id: int) -> tuple[CaseLine, ...]:
        """Return the cases of a customer, newest first, each with its newest score and the change it led to."""
        with self._store.page(customer_id=customer_id) as unit:
            heads, changes = unit.cases.of_customer(customer_id), unit.changes.decisions_of(customer_id)
            newest = {rating.case_id: rating for rating in unit.timeline.ratings(customer_id)}
            files: dict[int, int] = {}
            for case_id, _ in unit.evidence.of_customer(customer_id):
                files[case_id] = files.get(case_id, 0) + 1
        led_to = {change.case_id: change for change in changes}
        return tuple(_line(head, newest.get(head.id), led_to.get(head.id), files.get(head.id, 0)) for head in reversed(heads))

    def group(self, customer: Customer) -> Group:
        """Return the customers of the same group and what they owe together; alone where no group is named."""
        with self._store.read() as unit:
            members, related = unit.timeline.group(customer.id, customer.group, [party.name for party in customer.related])
        totals: dict[str, tuple[Decimal, Decimal]] = {}
        for member in members:
            if member.exposure is not None:
                owed, late = totals.get(member.currency, (Decimal(0), Decimal(0)))
                totals[member.currency] = (owed + member.exposure, late + (member.overdue or Decimal(0)))
        return Group(customer.group, members, tuple((code, *both) for code, both in sorted(totals.items())), related)

    def years(self, customer_id: int) -> Years:
        """Return the statements of a customer with their ratios and what the trade has for them."""
        with self._store.page(customer_id=customer_id) as unit:
            customer = customer_in(unit, customer_id)
            statements = unit.statements.of_customer(customer_id)
            m = self._methodology(unit, unit.cases.open_case(customer_id))
        years = newest_years(statements)
        return Years(years, _ratios(m, years), _standards(m, customer.trade), m)

    def outside(self, customer_id: int) -> Outside:
        """Return what imports brought about a customer, sources side by side. UserError ``customer.not_found``."""
        from app.services.timeline.outside import outside_in

        with self._store.page(customer_id=customer_id, answered="all", outside=True) as unit:
            customer = customer_in(unit, customer_id)
            return outside_in(unit, customer, self._methodology(unit, unit.cases.open_case(customer_id)))

    def source(self, customer_id: int, ref: SourceRef) -> Source:
        """Return where a figure comes from and what became of it over time. UserError ``store.gone``."""
        with self._store.read() as unit:
            return source_in(unit, customer_id, ref, self._methodologies, self._clock)

    # -----------------------------------------------------------------------------------------------------------------

    def _events(
        self, unit: ReadUnit, customer_id: int, cases: tuple[CaseHead, ...], changes: tuple[GradeChange, ...],
        in_force: GradeInForce | None, m: Methodology,
    ) -> tuple[Event, ...]:
        first = events_in(unit, customer_id, cases, changes, in_force, self._clock.today())[::-1]
        # What has the same moment stays in the order in which it was done.
        return tuple(sorted((*first, *living_events(unit, customer_id, m)), key=moment_of))[::-1]

    def _open_view(self, unit: ReadUnit, cases: tuple[CaseHead, ...]) -> CaseView | None:
        head = next((case for case in reversed(cases) if case.state in OPEN_STATES), None)
        return None if head is None else view_in(unit, head.id, self._clock)

    def _methodology(self, unit: ReadUnit, case: CaseHead | None) -> Methodology:
        if case is None:
            return self._methodologies.current_in(unit)
        return self._methodologies.load(unit, case.methodology_hash)

    def _standings(
        self, unit: ReadUnit, view: CaseView | None, cases: tuple[CaseHead, ...], ratings: tuple[RatingHead, ...]
    ) -> tuple[Standing | None, Standing | None]:
        """The open case as it stands, where it is rated, else the newest stored rating; and the rating of the case before."""
        now: Standing | None = None
        if view is not None:
            from app.services.rating import rate

            m = self._methodologies.load(unit, view.head.methodology_hash)
            result = rate(m, input_of(view, self._clock.today()), with_interval=False)
            if result.rated:
                now = Standing(result, view.head, True, None, SourceRef("score", str(view.head.id), 0))
        rated = [rating for rating in ratings if rating.score is not None]
        if now is None and rated:
            now = _stored(unit, cases, rated[-1])
        case_id = now.case.id if now is not None and now.case is not None else 0
        before = [rating for rating in rated if rating.case_id != case_id]
        return now, _stored(unit, cases, before[-1]) if before else None


def _stored(unit: ReadUnit, cases: tuple[CaseHead, ...], head: RatingHead) -> Standing | None:
    from app.services.rating.snapshot import load_result

    row = unit.ratings.get(head.id)
    if row is None:
        return None
    case = next((one for one in cases if one.id == head.case_id), None)
    return Standing(load_result(row.result_json), case, False, row.at, SourceRef("score", "", head.id))


def _line(head: CaseHead, rating: RatingHead | None, change: GradeChange | None, files: int) -> CaseLine:
    if change is not None:
        return CaseLine(head, change.after.score, change.after.grade, change.after.provisional, change, files)
    if rating is None:
        return CaseLine(head, None, None, False, None, files)
    return CaseLine(head, rating.score, rating.grade, rating.provisional, None, files)


def _ratios(m: Methodology, years: tuple[Statement, ...]) -> tuple[PeriodRatios, ...]:
    from app.services.rating import period_ratios

    return period_ratios(m, RatingInput(max(year.end for year in years), "auto", {}, years)) if years else ()


def _standards(m: Methodology, trade: str) -> dict[str, tuple[Decimal, bool, str]]:
    """The value that each ratio is held against: the acceptable one of the trade, else its average."""
    from app.services.rating.standards import sets_of

    general = [one for one in m.standards if not one.trade and one.kind == "five_level"]
    found: dict[str, tuple[Decimal, bool, str]] = {}
    for one in (*sets_of(m, trade), *general):
        for value in one.values:
            middle = value.acceptable if value.acceptable is not None else value.levels[2]
            if middle is not None and value.indicator not in found:
                found[value.indicator] = (middle, value.less, one.key)
    return found

