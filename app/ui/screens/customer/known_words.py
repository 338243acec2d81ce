"""What was known of a customer on a day beside what is known today, in words. Runs on reader threads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.texts import Texts
from app.ui.screens.customer.history_words import HistoryWords

if TYPE_CHECKING:
    from app.models.domain.statement import Statement
    from app.services.registry import Services
    from app.services.replay.known import KnownAnswer
    from app.services.replay.service import Known

GRADE, STATEMENTS, ANSWERS = "grade", "statement", "answer"
PARTS = (GRADE, STATEMENTS, ANSWERS)
NONE = "—"
_Place = tuple[date, int, bool]


@dataclass(frozen=True, slots=True)
class KnownRow:
    """One line: ``part`` of ``PARTS``, what it is, its value then and today, ``state`` of same, changed, later, gone."""

    part: str
    what: str
    then: str
    today: str
    state: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownContent:
    """``told``: the answer in one sentence; ``lost``: files whose imports were taken back since; ``days`` of grade changes."""

    day: date
    told: str
    usable: bool
    lost: tuple[str, ...]
    rows: tuple[KnownRow, ...]
    days: tuple[date, ...]


def read_known(services: Services, customer_id: int, day: date | None, texts: Texts) -> KnownContent:
    """Grade, limit, answers and statements of a day beside those of today; ``day`` None: that of the newest grade change."""
    with services.page(customer_id=customer_id, history=True):
        changes = services.grading.changes(customer_id)
        asked = day or (changes[-1].at.astimezone().date() if changes else services.clock.today())
        then, now = services.replay.then_and_now(customer_id, asked)
        cases = {head.id: head.number for head in services.cases.of_customer(customer_id)}
        words = _Words(texts, HistoryWords(texts, services.methodologies.current(), cases))
    rows = tuple(words.rows(then, now))
    days = tuple(dict.fromkeys(one.at.astimezone().date() for one in reversed(changes)))
    return KnownContent(asked, words.told(then), then.usable, then.taken_back, rows, days)


class _Words:
    """Lines in the words of one language; names of questions and lines are those of the methodology in use."""

    def __init__(self, texts: Texts, names: HistoryWords) -> None:
        self._t, self._names = texts, names

    def told(self, known: Known) -> str:
        """Grade and limit of the day in one sentence."""
        t, change = self._t, known.change
        if change is None:
            return t("ui.known.no_grade", day=known.day)
        limit = t.money(change.after.limit, change.after.currency, 0)
        key = "ui.known.usable" if known.usable else "ui.known.frozen"
        return t(key, day=known.day, grade=change.after.grade.name, limit=limit, no=change.no)

    def rows(self, then: Known, now: Known) -> Iterator[KnownRow]:
        """Grade and terms, statements, answers."""
        yield from self._terms(then, now)
        yield from self._statements({_place(one): one for one in then.statements}, {_place(one): one for one in now.statements})
        yield from self._answers({(one.case_id, one.item): one for one in then.answers},
                                 {(one.case_id, one.item): one for one in now.answers})

    def _row(
        self, part: str, what: str, then: str, today: str, there: tuple[bool, bool] = (True, True), below: bool = False
    ) -> KnownRow:
        """``there``: whether it stood there then and stands there today; ``below``: something that belongs to it differs."""
        state = "later" if not there[0] else "gone" if not there[1] else "same" if then == today and not below else "changed"
        named = self._t(f"ui.history.kind.{part}")
        return KnownRow(part, what, then, today, state, (named, what, then, today, self._t(f"ui.known.{state}")))

    def _terms(self, then: Known, now: Known) -> Iterator[KnownRow]:
        for name, was, today in zip(_TERMS, self._values(then), self._values(now), strict=True):
            if was != NONE or today != NONE:
                yield self._row(GRADE, self._t(f"ui.known.{name}"), was, today, (was != NONE, today != NONE))

    def _values(self, known: Known) -> tuple[str, ...]:
        t, change = self._t, known.change
        held = "\n".join(t(f"ui.lists.held.{one.kind}", reason=one.reason) for one in known.holds) or NONE
        if change is None:
            return (*(NONE,) * (len(_TERMS) - 1), held)
        terms = change.after
        return (
            terms.grade.name, t.number(terms.score, 1), t.money(terms.limit, terms.currency, 0),
            t("ui.known.yes" if known.usable else "ui.known.no"), t.plural("ui.changes.days", terms.term_days),
            t.percent(terms.prepayment_pct, 0), t.date(known.next_review or change.next_review),
            t("ui.known.entry", no=change.no, day=change.effective), held,
        )

    def _statements(self, then: dict[_Place, Statement], now: dict[_Place, Statement]) -> Iterator[KnownRow]:
        for place in sorted({*then, *now}):
            was, today = then.get(place), now.get(place)
            end, months, consolidated = place
            name = self._t("ui.history.statement", end=end)
            if months != 12:
                name = f"{name} ({self._t.plural('ui.known.months', months)})"
            if consolidated:
                name = f"{name} ({self._t('ui.known.consolidated')})"
            there = was is not None, today is not None
            lines = tuple(self._lines(name, was, today)) if was is not None and today is not None else ()
            yield self._row(STATEMENTS, name, self._whole(was), self._whole(today), there, bool(lines))
            yield from lines

    def _whole(self, one: Statement | None) -> str:
        if one is None:
            return NONE
        parts = [self._t.plural("ui.known.lines", len(one.values)), f"{one.currency} × {self._t.number(one.unit)}"]
        return " · ".join((*parts, self._t("ui.source.audited" if one.audited else "ui.source.not_audited")))

    def _lines(self, name: str, was: Statement, today: Statement) -> Iterator[KnownRow]:
        for prefix, before, after in (("", was.values, today.values), ("opening.", was.opening, today.opening)):
            for key in dict.fromkeys((*before, *after)):
                if before.get(key) != after.get(key):
                    what = f"{name} · {self._names.line(prefix + key)}"
                    there = key in before, key in after
                    yield self._row(STATEMENTS, what, self._amount(before.get(key)), self._amount(after.get(key)), there)

    def _amount(self, value: Decimal | None) -> str:
        return NONE if value is None else self._t.number(value)

    def _answers(self, then: dict[tuple[int, str], KnownAnswer], now: dict[tuple[int, str], KnownAnswer]) -> Iterator[KnownRow]:
        for key in sorted({*then, *now}):
            was, today = then.get(key), now.get(key)
            words = self._answer(was), self._answer(today)
            if words != (NONE, NONE):
                there = was is not None, today is not None
                yield self._row(ANSWERS, self._names.question(key[1], key[0]), *words, there)

    def _answer(self, one: KnownAnswer | None) -> str:
        if one is None:
            return NONE
        if one.purged:
            return self._t("ui.history.deleted")
        if one.state != "value":
            key = f"ui.history.state.{one.state}"
            return self._t(key) if key in self._t else NONE
        return f"{self._names.answer(one.item, one.value)} · {self._t(f'ui.check.{one.check}')}"


_TERMS = ("grade", "score", "limit", "counts", "term", "prepayment", "next_review", "rests", "held")


def _place(one: Statement) -> _Place:
    return one.end, one.months, one.consolidated
