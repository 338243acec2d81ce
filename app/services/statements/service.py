"""Financial statements of a customer: keeping periods and checking that they tie."""

from __future__ import annotations

from collections.abc import Sequence

from app.models.db.store import Store
from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.errors import UserError
from app.models.domain.methodology import Line, Methodology
from app.models.domain.rating import CheckOutcome, PeriodRatios, RatingInput
from app.models.domain.statement import Framework, Statement
from app.services.alarms.raising import raise_alarms
from app.services.changes import CASE, CUSTOMER, GRADE, STATEMENTS, Changed, changed
from app.services.clock import Clock
from app.services.customers.service import customer_in
from app.services.grading.after_approval import after_statements
from app.services.grading.voiding import Voiding
from app.services.methodologies import Methodologies
from app.services.officers.service import may_enter
from app.services.statements.paste import PasteResult, parse_paste
from app.services.statements.validate import check_statement

MAX_PERIODS = 200


class Statements:
    """Everything about the statements of a customer."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies, voiding: Voiding) -> None:
        self._store = store
        self._clock = clock
        self._methodologies = methodologies
        self._voiding = voiding

    def of_customer(self, customer_id: int) -> tuple[Statement, ...]:
        """Return the statements of a customer, oldest first."""
        with self._store.read() as unit:
            return unit.statements.of_customer(customer_id)

    def save(self, customer_id: int, statement: Statement, by: str, *, pasted: bool = False) -> Changed[Statement]:
        """Keep a period (``id`` None = new) and return it as kept. An open proposal that rests on it is withdrawn.

        ``pasted``: its figures came from the clipboard; the history says so.

        UserError at the place (or ProblemList ``statement.problems``), ``statement.exists`` at ``end``; Conflict when
        somebody saved a newer version. Notes: unusual signs, and integrity checks that fail (``statement.check``).
        """
        with self._store.write("statement.paste" if pasted else "statement.save", by) as unit:
            may_enter(unit, by)
            customer_in(unit, customer_id)
            m = self._methodology(unit, customer_id)
            plain, notes = check_statement(statement, m, self._clock.today())
            periods = unit.statements.of_customer(customer_id)
            if statement.id is None and len(periods) >= MAX_PERIODS:
                raise UserError("statement.too_many", limit=MAX_PERIODS)
            kept = unit.statements.save(customer_id, plain)
            notes += _failed(m, unit.statements.of_customer(customer_id), kept)
            flags: tuple[str, ...] = ()
            if kept.version != statement.version or statement.id is None:
                flags = self._after_edit(unit, customer_id)
            unit.commit()
        return changed(kept, STATEMENTS, CASE, *flags, customer_id=customer_id, notes=notes)

    def delete(self, customer_id: int, statement_id: int, by: str) -> Changed[int]:
        """Remove a period. Ratings already stored keep their own copy."""
        with self._store.write("statement.delete", by) as unit:
            may_enter(unit, by)
            kept = next((one for one in unit.statements.of_customer(customer_id) if one.id == statement_id), None)
            if kept is None:
                raise UserError("statement.not_found", id=statement_id)
            unit.statements.delete(statement_id, kept.version)
            flags = self._after_edit(unit, customer_id)
            unit.commit()
        return changed(statement_id, STATEMENTS, CASE, *flags, customer_id=customer_id)

    def integrity(self, customer_id: int) -> tuple[CheckOutcome, ...]:
        """Return the integrity checks of every period, by the methodology of the open case, else the current one."""
        with self._store.read() as unit:
            m, periods = self._methodology(unit, customer_id), unit.statements.of_customer(customer_id)
        return self.check(m, periods)

    @staticmethod
    def check(m: Methodology, periods: Sequence[Statement]) -> tuple[CheckOutcome, ...]:
        """Return the integrity checks of typed periods that need not be kept yet. Pure."""
        from app.services.rating import integrity

        return integrity(m, tuple(periods))

    @staticmethod
    def ratios(m: Methodology, periods: Sequence[Statement]) -> tuple[PeriodRatios, ...]:
        """Return completed lines and ratios of typed periods that need not be kept yet. Pure."""
        from app.services.rating import period_ratios

        if not periods:
            return ()
        newest = max(period.end for period in periods)
        return period_ratios(m, RatingInput(newest, "auto", {}, tuple(periods)))

    @staticmethod
    def parse_paste(
        text: str, lang: str, lines: Sequence[Line], framework: Framework = Framework.CAS, *, unit: int | None = None,
        currency: str = "",
    ) -> PasteResult:
        """Read a block pasted from a spreadsheet; see ``app.services.statements.paste``."""
        return parse_paste(text, lang, lines, framework, unit=unit, currency=currency)

    def _methodology(self, unit: ReadUnit, customer_id: int) -> Methodology:
        case = unit.cases.open_case(customer_id)
        return self._methodologies.current_in(unit) if case is None else self._methodologies.load(unit, case.methodology_hash)

    def _after_edit(self, unit: WriteUnit, customer_id: int) -> tuple[str, ...]:
        """The case follows, and the warning rules look at the figures; what changed by that."""
        case = unit.cases.open_case(customer_id)
        if case is not None:
            self._voiding.after_edit(unit, case.id, (), scored_input=True)
        void = (GRADE, CUSTOMER) if after_statements(unit, customer_id) else ()
        return (*raise_alarms(unit, self._methodologies, self._clock, customer_id, "statement").flags, *void)


def _failed(m: Methodology, periods: tuple[Statement, ...], kept: Statement) -> tuple[UserError, ...]:
    alike = [one for one in periods if one.full_year == kept.full_year and one.consolidated == kept.consolidated]
    return tuple(
        UserError("statement.check", f"check.{outcome.key}", check=outcome.key, difference=outcome.difference)
        for outcome in Statements.check(m, alike)
        if outcome.holds is False and outcome.period == kept.end and outcome.severity == "problem"
    )
