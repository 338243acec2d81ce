"""One customer under one methodology: every name that an expression can ask for, computed when it is asked for.

A run answers for one world. In the actual world what is missing is missing; in the *open* world everything that can
still be answered is a gap marked ``open``, so that a rule that comes out true or false there does so under every
completion. ``with_marks`` makes a world in which some items have other values.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, Grade
from app.models.domain.methodology import Item, Methodology, StandardValue
from app.models.domain.rating import RatingInput
from app.models.domain.statement import Statement
from app.services.rating.compiled import Compiled, compiled
from app.services.rating.scoring import Marked, mark_text, mark_value, raw_x
from app.services.rating.securities import cover
from app.services.rating.standards import levels_of, standard_value
from app.services.rating.statements import Completed, YearTable, chain, complete, full_years
from app.services.rating.values import ONE, ZERO, Closure, Gap, Scope, Value, number, truth
from app.services.rating.zones import zone_place

_MILLION = Decimal(1000000)


class Run:
    """The names of one world. Never changed after it was made, except that it remembers what it has computed."""

    def __init__(self, compiled_m: Compiled, given: RatingInput) -> None:
        self.compiled = compiled_m
        self.input = given
        self.done: tuple[Completed, ...] = tuple(complete(compiled_m.plan, one) for one in given.statements)
        by_id = {id(one.statement): one for one in self.done}
        self.years = tuple(by_id[id(one)] for one in full_years(given.statements))
        newest = self.years[0].statement if self.years else None
        self.table = chain(compiled_m.plan, self.years, newest.unit, newest.currency, ONE) if newest else None
        self.open_items: frozenset[str] = frozenset()
        self.open_lines = False
        self.settled: dict[str, Value] = {}  # completeness, T, k, grade_index: set as they become known
        self._marks: dict[str, Marked] = {}

    # --- other worlds ---------------------------------------------------------------------------------------------

    def _copy(self) -> Run:
        twin: Run = object.__new__(Run)
        twin.__dict__.update(self.__dict__)
        twin.settled = dict(self.settled)
        return twin

    def with_marks(self, marks: Mapping[str, Marked]) -> Run:
        """The same customer with other X and Y for some items."""
        twin = self._copy()
        twin._marks = {**self._without_dependents(frozenset(marks)), **marks}
        return twin

    def open_world(self, items: frozenset[str], lines: bool) -> Run:
        """The same customer with ``items``, and unknown lines if ``lines``, not decided yet."""
        twin = self._copy()
        twin.open_items = items
        twin.open_lines = lines
        twin._marks = self._without_dependents(items)
        if items:
            twin.settled["completeness"] = Gap("rating.not_answered", "completeness", open=True)
        return twin

    def _without_dependents(self, items: frozenset[str]) -> dict[str, Marked]:
        touched = set(items)
        for item in items:
            touched |= self.compiled.dependents[item]
        return {key: mark for key, mark in self._marks.items() if key not in touched}

    def at_table(self, table: YearTable | None) -> Run:
        """The same customer read from other year tables (other unit or currency)."""
        twin = self._copy()
        twin.table = table
        twin._marks = dict(self._marks)
        return twin

    # --- evaluating -----------------------------------------------------------------------------------------------

    def evaluate(
        self,
        text: str,
        local: Mapping[str, Value] | None = None,
        table: YearTable | None = None,
        rows: tuple[tuple[Decimal, Decimal], ...] = (),
    ) -> tuple[Value, tuple[str, ...]]:
        """The value of ``text`` at the newest year (or ``table``) and its flags.

        A comparison of two years of which either lacks an opening balance is done again on closing balances in both
        (flag "closing_basis"); a single year then uses its closing balance (flag "closing_only").
        """
        closure = self.compiled.closure(text, local or ())
        return self._twice(text, closure, local, table or self.table, rows)

    def value(self, text: str, local: Mapping[str, Value] | None = None) -> Value:
        """The value of ``text`` alone."""
        return self.evaluate(text, local)[0]

    def _twice(
        self,
        text: str,
        closure: Closure,
        local: Mapping[str, Value] | None,
        table: YearTable | None,
        rows: tuple[tuple[Decimal, Decimal], ...],
    ) -> tuple[Value, tuple[str, ...]]:
        scope = Scope(self, table, local, rows)
        value = closure(scope)
        if not scope.lacked:
            return value, ()
        if not self.compiled.compares(text):
            return value, ("closing_only",)
        return closure(Scope(self, table, local, rows, closing=True)), ("closing_basis",)

    # --- names ----------------------------------------------------------------------------------------------------

    def line_gap(self, key: str) -> Gap:
        """Why line ``key`` has no value."""
        return Gap("rating.no_line" if self.table is not None else "rating.no_statement", key, open=self.open_lines)

    def earlier_gap(self) -> Gap:
        """Why there is no year before."""
        reason = "rating.no_earlier_year" if self.table is not None else "rating.no_statement"
        return Gap(reason, open=self.open_lines)

    def ratio(self, key: str, scope: Scope) -> Value:
        """A ratio at the year the scope looks at."""
        return self._kept(key, self.compiled.closure(self.compiled.ratios[key]), scope)

    def ratio_at(self, key: str, table: YearTable) -> tuple[Value, tuple[str, ...]]:
        """A ratio for itself at the year of ``table``, as ``evaluate`` gives it, remembered with the year."""
        return self._twice(self.compiled.ratios[key], lambda scope: self.ratio(key, scope), None, table, ())

    def model_value(self, key: str, scope: Scope) -> Value:
        """The figure of a model at the year the scope looks at."""
        return self._kept(f"model {key}", self._model_closure(key), scope)

    def model_zone(self, key: str, scope: Scope) -> Value:
        """The place of the model's zone, 0 = worst, at the year the scope looks at."""
        value = number(self.model_value(key, scope))
        if isinstance(value, Gap):
            return value
        model = self.compiled.models[key]
        place = zone_place(model.zones, value, model.less)
        return Gap("rating.no_zone", key) if place is None else Decimal(place)

    def _model_closure(self, key: str) -> Closure:
        model = self.compiled.models[key]

        def figure(scope: Scope) -> Value:
            variables: dict[str, Value] = {}
            here = scope.local
            for name, formula in model.variables:
                closure = self.compiled.closure(formula, tuple(variables))
                scope.local = variables
                variables = {**variables, name: closure(scope)}
            scope.local = variables
            value = self.compiled.closure(model.formula, tuple(variables))(scope)
            scope.local = here
            return value

        return figure

    def _kept(self, key: str, closure: Closure, scope: Scope) -> Value:
        table = scope.table
        if not isinstance(table, YearTable):
            return closure(scope)
        place = (key, scope.closing, self.open_lines)
        found = table.memo.get(place)
        if found is None:
            table.memo[place] = (Gap("rating.circular", key), False)
            before, scope.lacked = scope.lacked, False
            found = (closure(scope), scope.lacked)
            scope.lacked = before
            table.memo[place] = found
        scope.lacked = scope.lacked or found[1]
        return found[0]

    def fact(self, key: str) -> Value:
        """A fact as a number: yes 1, no 0, an amount or count itself."""
        answer = self.input.answers.get(key)
        if answer is None or answer.state is not AnswerState.VALUE:
            return Gap("rating.not_answered", key)
        value = answer.value
        if isinstance(value, bool):
            return ONE if value else ZERO
        if isinstance(value, Decimal) and value.is_finite():
            return value
        return Gap("rating.not_a_number", key)

    def special(self, name: str) -> Value:
        """A name that stands in no table."""
        if name in self.settled:
            return self.settled[name]
        given = self.input
        if name == "new_customer":
            return given.new_customer
        if name == "n_years":
            return Decimal(len(self.years))
        if name == "days_basis":
            return Decimal(self.compiled.m.rules.days_basis)
        if name == "unit":
            return Decimal(self.table.unit) if self.table is not None else Gap("rating.no_statement")
        amount = {"M": given.own_monthly_sales, "requested": given.requested_limit}.get(name)
        return Gap("rating.not_answered", name) if amount is None or not amount.is_finite() else amount

    # --- items ----------------------------------------------------------------------------------------------------

    def x(self, key: str) -> Value:
        """X of an item in its unit (steps as 0…5, yes as 1)."""
        if key in self.open_items:
            return Gap("rating.not_answered", key, open=True)
        mark = self.mark(key)
        if mark.x is not None:
            return mark.x
        return Gap(mark.reason or "rating.not_answered", mark.about or key)

    def y_value(self, key: str) -> Value:
        """Y of an item as it counts in the score; what counts nowhere is a gap."""
        if key in self.open_items:
            return Gap("rating.not_answered", key, open=True)
        mark = self.mark(key)
        if mark.y is not None:
            return mark.y
        if mark.how in ("not_applicable", "left_out"):
            return Gap("rating.not_applicable", key)
        return self.settled.get(f"missing {key}", ZERO)

    def mark(self, key: str) -> Marked:
        """X and Y of an item, and how they came about."""
        found = self._marks.get(key)
        if found is None:
            self._marks[key] = Marked("not_computable", reason="rating.circular", about=key)
            found = self._mark(self.compiled.items[key])
            self._marks[key] = found
        return found

    def _mark(self, item: Item) -> Marked:
        levels = self.levels(item)
        answer = self.input.answers.get(item.id)
        if answer is not None and answer.state is AnswerState.NOT_APPLICABLE:
            return Marked("not_applicable")
        if not self.is_asked(item):
            return Marked("not_applicable", reason="rating.not_asked", about=item.id, flags=("not_asked",))
        if item.source == "answer" or item.formula is None:
            return _answered(item, answer, self.input.as_of, levels)
        value, flags = self.evaluate(item.formula)
        if isinstance(value, Gap) and item.source == "either":
            typed = _answered(item, answer, self.input.as_of, levels)
            if typed.how == "answered":
                return typed
        if isinstance(value, Gap):
            how = "left_out" if value.reason == "rating.no_standard" else "not_computable"
            return Marked(how, reason=value.reason, about=value.about)
        if isinstance(value, str):
            return mark_text(item.scoring, value)
        plain = number(value)
        assert isinstance(plain, Decimal)
        return mark_value(item.scoring, plain, levels, flags)

    def is_asked(self, item: Item) -> bool:
        """Whether the condition of an item lets it be asked; it is while the condition cannot be computed.

        Conditions read facts and the request alone, which are the same in every world.
        """
        return item.asked_when is None or truth(self.value(item.asked_when)) is not False

    def levels(self, item: Item) -> StandardValue | None:
        """The five standard levels an efficacy item is scored by."""
        return levels_of(self.compiled.m, self.input.trade, item.scoring.standard)

    # --- functions of expressions (values.World) ------------------------------------------------------------------

    def std(self, indicator: str, level: str) -> Value:
        """The published standard value of the customer's trade, in the unit it was published in."""
        found = standard_value(self.compiled.m, self.input.trade, indicator, level)
        return Gap("rating.no_standard", indicator) if found is None else found

    def guarantee_cover(self) -> Value:
        """Σ of what the securities offered are worth after their haircuts, in the currency of the case."""
        return cover(self.compiled.m, self.input.guarantees)

    def rows_median(self, item: str, column: str) -> Value:
        """The median of a column of a table answer; rows without a number in it do not count."""
        answer = self.input.answers.get(item)
        figures = sorted(_numbers(answer, column)) if answer is not None else []
        if not figures:
            return Gap("rating.not_answered", item)
        middle = len(figures) // 2
        return figures[middle] if len(figures) % 2 else (figures[middle - 1] + figures[middle]) / 2

    def million_usd(self, amount: Decimal, scope: Scope) -> Value:
        """``amount`` of a statement in million USD, by the rates of the input."""
        table = scope.table
        if not isinstance(table, YearTable):
            return Gap("rating.no_statement")
        factor = self.rate(table.currency, "USD")
        return factor if isinstance(factor, Gap) else amount * table.unit * factor / _MILLION

    def rate(self, source: str, target: str) -> Decimal | Gap:
        """Units of ``target`` for one unit of ``source``."""
        if source == target:
            return ONE
        found: list[Decimal] = []
        for currency in (source, target):
            known = ONE if currency == self.input.base_currency else self.input.rates.get(currency)
            if known is None or known <= 0:
                return Gap("rating.no_rate", currency)
            found.append(known)
        return found[0] / found[1]

    def plain_currency(self) -> Run | Gap:
        """The run whose lines are plain units of the currency of the case, as amounts of limits are."""
        if not self.years:
            return self
        newest = self.years[0].statement
        factor = self.rate(newest.currency, self.input.currency)
        if isinstance(factor, Gap):
            return factor
        return self.at_table(chain(self.compiled.plan, self.years, 1, self.input.currency, factor))

    def settle(self, completeness: Decimal | None = None, grade: Grade | None = None) -> None:
        """Tell the run what later steps of the rating have found."""
        if completeness is not None:
            self.settled["completeness"] = completeness
        if grade is not None:
            policy = self.compiled.m.policy(grade)
            self.settled["grade_index"] = Decimal(int(grade))
            self.settled["k"] = policy.limit_factor
            self.settled["T"] = Decimal(self.input.requested_term or policy.term_days)


def bare_run(m: Methodology, statements: tuple[Statement, ...] = ()) -> Run:
    """A run without answers, for what depends on statements alone."""
    return Run(compiled(m), RatingInput(date.min, "auto", {}, statements))


def _answered(item: Item, answer: Answer | None, as_of: date, levels: StandardValue | None) -> Marked:
    if answer is None or answer.state is AnswerState.EMPTY:
        return Marked("missing", reason="rating.not_answered", about=item.id)
    if answer.state is AnswerState.UNKNOWN:
        return Marked("unknown", reason="rating.not_known", about=item.id)
    x = raw_x(item, answer.value, as_of)
    if x is None:
        return Marked("missing", reason="rating.not_a_number", about=item.id)
    return mark_value(item.scoring, x, levels)


def _numbers(answer: Answer, column: str) -> list[Decimal]:
    found: list[Decimal] = []
    for row in answer.rows:
        try:
            value = Decimal(row.get(column, "").strip())
        except InvalidOperation:
            continue
        if value.is_finite():
            found.append(value)
    return found
