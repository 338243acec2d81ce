"""Ratings of cases: preview while typing, storing, comparing, and many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.models.db.rows import RatingRow
from app.models.db.store import Store
from app.models.db.units import WriteUnit
from app.models.domain.enums import Grade
from app.models.domain.rating import AskNext, ChangeSplit, Finding, Lift, RatingResult
from app.models.domain.records import CaseView, StoredRating
from app.services.alarms.raising import raise_alarms
from app.services.cases.service import view_in
from app.services.cases.states import Event, after, can
from app.services.changes import ALARMS, CASE, Changed, changed
from app.services.clock import Clock
from app.services.grading.voiding import open_case_in
from app.services.methodologies import Methodologies
from app.services.officers.service import may_enter
from app.services.ratings.asked import not_asked
from app.services.ratings.bulk import RateLine, rate_lines
from app.services.ratings.inputs import input_of


class Ratings:
    """Scores and grades with their reasons."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies) -> None:
        self._store = store
        self._clock = clock
        self._methodologies = methodologies

    # --- pure: nothing is stored, nothing is asked of the store after the methodology was read once --------------------

    def preview(self, view: CaseView, *, with_interval: bool = True) -> RatingResult:
        """Rate a case as it stands on the screen."""
        from app.services.rating import rate

        m = self._methodologies.by_hash(view.head.methodology_hash)
        return rate(m, input_of(view, self._clock.today()), with_interval=with_interval)

    def not_asked(self, view: CaseView) -> frozenset[str]:
        """Ids of the items whose condition keeps them from being asked in this case."""
        m = self._methodologies.by_hash(view.head.methodology_hash)
        return not_asked(m, view, self._clock.today())

    def ask_next(self, view: CaseView, result: RatingResult | None = None) -> tuple[AskNext, ...]:
        """Open items, those that can move the grade farthest first."""
        from app.services.rating import ask_next

        m, given = self._methodologies.by_hash(view.head.methodology_hash), input_of(view, self._clock.today())
        return ask_next(m, given, result or self.preview(view))

    def lift(self, view: CaseView, target: Grade | None = None, result: RatingResult | None = None) -> Lift:
        """The smallest set of changes that reaches ``target`` (None: the next grade). Up to half a second."""
        from app.services.rating import lift

        m, given = self._methodologies.by_hash(view.head.methodology_hash), input_of(view, self._clock.today())
        return lift(m, given, result or self.preview(view), target)

    def principles(self, view: CaseView, result: RatingResult | None = None, approver: str = "") -> tuple[Finding, ...]:
        """The four principles as checks on this case."""
        from app.services.rating import principles

        m, given = self._methodologies.by_hash(view.head.methodology_hash), input_of(view, self._clock.today())
        return principles(
            m, given, result or self.preview(view), assessor=view.head.assessor, owner=view.customer.owner, approver=approver,
            last_version=view.around.last_version, declared=view.head.independent,
        )

    def split(self, before: StoredRating, after_: StoredRating) -> ChangeSplit:
        """What moved between two ratings of a customer: inputs, methodology, override, adding up exactly."""
        from app.services.rating import split_change

        first, second = (self._methodologies.by_hash(one.result.methodology_hash) for one in (before, after_))
        return split_change((first, before.input, before.result), (second, after_.input, after_.result))

    # --- stored ---------------------------------------------------------------------------------------------------------

    def store(self, case_id: int, by: str) -> Changed[StoredRating]:
        """Rate a case and keep input and result. An untouched case is kept as "not rated" and stays where it is."""
        with self._store.write("rating.store", by) as unit:
            may_enter(unit, by)
            head = open_case_in(unit, case_id)
            stored = store_rating(unit, view_in(unit, case_id, self._clock), self._methodologies, self._clock, by)
            if stored.result.rated and can(head.state, Event.SCORE):
                from dataclasses import replace

                unit.cases.save(replace(head, state=after(head.state, Event.SCORE)))
            unit.commit()
        return changed(stored, CASE, ALARMS, customer_id=head.customer_id, case_id=case_id)

    def get(self, rating_id: int) -> StoredRating | None:
        """Return a stored rating, None if there is none of that id."""
        with self._store.read() as unit:
            row = unit.ratings.get(rating_id)
        return None if row is None else read_row(row)

    def latest(self, customer_id: int) -> StoredRating | None:
        """Return the newest stored rating of a customer."""
        with self._store.read() as unit:
            row = unit.ratings.latest(customer_id)
        return None if row is None else read_row(row)

    def before(self, customer_id: int, case_id: int, *, than: int | None = None, rated: bool = False) -> StoredRating | None:
        """Return the newest stored rating of a customer from another case than this one, None if there is none.

        ``than``: only those older than the rating of that number; ``rated``: only those with a score.
        """
        with self._store.read() as unit:
            row = unit.ratings.before(customer_id, case_id, than, rated)
        return None if row is None else read_row(row)

    def of_customer(self, customer_id: int) -> tuple[StoredRating, ...]:
        """Return the stored ratings of a customer, oldest first."""
        with self._store.read() as unit:
            rows = unit.ratings.of_customer(customer_id)
        return tuple(read_row(row) for row in rows)

    def rate_many(
        self, customers: Sequence[int] | None = None, *, each_statement: bool = False, as_of: date | None = None,
        profile: str = "auto", with_interval: bool = True,
    ) -> Iterator[RateLine]:
        """Rate customers (None: all, by number) from what the store holds; nothing is stored.

        One line a customer by the newest full year up to ``as_of`` (None: today), or with ``each_statement`` one a full
        year, each by what was known up to that year. ``profile`` "small", "large" or "auto".
        """
        return rate_lines(
            self._store, self._methodologies, as_of or self._clock.today(), customers, each_statement, profile, with_interval
        )


def store_rating(unit: WriteUnit, view: CaseView, methodologies: Methodologies, clock: Clock, by: str) -> StoredRating:
    """Rate a case and keep the rating, within a unit of work. What its warnings ask becomes alarms."""
    from app.services.rating import rate
    from app.services.rating.snapshot import digest, dump

    given = input_of(view, clock.today())
    result = rate(methodologies.load(unit, view.head.methodology_hash), given, with_interval=True)
    input_json, result_json = dump(given), dump(result)
    row = RatingRow(
        case_id=view.head.id, customer_id=view.customer.id, at=clock.now(), by=by, engine=result.engine,
        methodology_hash=result.methodology_hash, input_json=input_json, result_json=result_json, input_hash=digest(input_json),
        digest=digest(result_json), score=result.score if result.rated else None, grade=result.grade if result.rated else None,
        provisional=result.provisional,
    )
    raise_alarms(unit, methodologies, clock, view.customer.id, "case")
    return StoredRating(unit.ratings.add(row), row.case_id, row.customer_id, row.at, by, given, result)


def read_row(row: RatingRow) -> StoredRating:
    """A stored rating from its row."""
    from app.services.rating.snapshot import load_input, load_result

    return StoredRating(
        row.id, row.case_id, row.customer_id, row.at, row.by, load_input(row.input_json), load_result(row.result_json)
    )
