"""Words that stand nowhere else, planted in every field of the records that a paper is made from.

The fields are found by walking the dataclasses, so a field that is added is planted by itself; what must keep its meaning for
the program (a key, a currency) is named in ``KEPT``, what the letter may tell in ``TOLD``. Secret figures and days are planted,
too: figures of seven digits that begin with 731, days of the years from 2093 on.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_type_hints

from app.models.domain import answers, enums, parties, rating, records, statement
from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, CaseState, CheckState, Grade, ValueKind
from app.models.domain.methodology import Item, Methodology
from app.models.domain.rating import Override
from app.models.domain.records import Around, GradeInForce, OutsideReport
from app.models.domain.statement import Statement
from app.services.documents.content import Office
from app.services.documents.source import DossierSource
from app.services.methodology import builtin
from app.services.rating import lift, rate
from app.services.ratings.inputs import input_of
from tests.services.documents import cases

TOLD = frozenset(
    {"Customer.name", "Customer.number", "Customer.address", "CaseHead.number", "Office.name", "Office.address", "Decision.by"}
)
"""Texts that the letter tells; who approved it signs it. What stands here is told on purpose; nothing else may be."""

TOLD_DAYS = frozenset({"Answer.as_of", "Statement.end", "Proposal.effective", "Proposal.next_review"})

KEPT = frozenset(
    {
        *("Answer.item", "Answer.sources", "Answer.value", "Identifier.kind", "Statement.source", "Guarantee.kind"),
        *("Customer.currency", "CaseHead.currency", "Terms.currency", "OutsideReport.currency", "Statement.currency"),
        *("CaseHead.profile", "CaseHead.methodology_hash", "Proposal.grounds", "GradeChange.grounds", "GradeChange.rules"),
        *("Decision.outcome", "Notice.department", "Around.base_currency", "Office.paper", "GradeInForce.holds"),
        *("Statement.values", "Statement.opening", "Statement.unit", "Statement.months", "Around.rates"),
    }
)
"""Keys by which the program finds its way; they are words of the program, not of an officer. Open figures besides."""

_LETTERS = "bcdfghjklmnpqrstvwxz"


@dataclass
class Planter:
    """Plants and remembers. ``words`` and ``figures`` by what was planted: where."""

    words: dict[str, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    classes: set[type] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)

    def word(self, place: str) -> str:
        """A word of consonants that no language has, of its own for each call."""
        number, out = len(self.words), ""
        for _ in range(4):
            number, digit = divmod(number, len(_LETTERS))
            out += _LETTERS[digit]
        self.words[found := f"Qz{out}kw"] = place
        return found

    def figure(self, place: str) -> int:
        """A number of seven digits of its own."""
        found = 7_310_000 + len(self.figures)
        self.figures[str(found)] = place
        return found

    def day(self, place: str) -> date:
        """A day after 2092 of its own; its year is looked for."""
        found = date(2093, 1, 1) + timedelta(days=len(self.figures))
        self.figures[f"{found.year}-{found.month:02d}-{found.day:02d}"] = place
        return found

    def plant(self, value: Any, place: str = "", key: str = "") -> Any:
        """Return ``value`` with every text, figure and day in it replaced, except what keeps its meaning."""
        if is_dataclass(value) and not isinstance(value, type):
            return self._record(value)
        if place in KEPT or value is None or isinstance(value, bool | Enum):
            return value
        if isinstance(value, str):
            return self.word(f"{place} {key}".strip())
        if isinstance(value, date):
            return self._day(value, place)
        if isinstance(value, int | Decimal):
            return type(value)(self.figure(place))
        if isinstance(value, tuple):
            return tuple(self.plant(part, place, key) for part in value)
        if isinstance(value, Mapping):
            return {name: self.plant(part, place, str(name)) for name, part in value.items()}
        raise TypeError(f"{place}: nothing is known of {type(value).__name__}: say here how to plant it")

    def _record(self, value: Any) -> Any:
        name = type(value).__name__
        self.classes.add(type(value))
        new = {}
        for one in fields(value):
            if one.name in ("id", "version") or one.name.endswith(("_id", "_ids")):
                continue
            place = f"{name}.{one.name}"
            self.fields.add(place)
            new[one.name] = self.plant(getattr(value, one.name), place)
        return replace(value, **new)

    def _day(self, value: date, place: str) -> date:
        if place in TOLD_DAYS:
            return value
        found = self.day(place)
        return datetime(found.year, found.month, found.day, tzinfo=UTC) if isinstance(value, datetime) else found

    def found_in(self, text: str) -> list[str]:
        """Where the planted things come from that ``text`` tells though it must not."""
        plain = re.sub(r"\s+", "", text)
        digits = re.sub(r"[\s,.\u00a0\u202f]", "", text)
        told = [f"{place}: {word}" for word, place in self.words.items() if word in plain and place.split()[0] not in TOLD]
        for figure, place in self.figures.items():
            year, _, rest = figure.partition("-")
            shown = (figure, f"{rest[3:]}.{rest[:2]}.{year}") if rest else (figure,)
            told += [f"{place}: {one}" for one in shown if one in (plain if rest else digits)]
        return told


def record_classes(root: type) -> set[type]:
    """Every record that can hang on ``root``, found by the types of its fields: none may be left unplanted."""
    names: dict[str, Any] = {}
    for module in (answers, enums, parties, rating, records, statement):
        names.update(vars(module))
    found: set[type] = set()
    waiting: list[Any] = [root]
    while waiting:
        one = waiting.pop()
        waiting += get_args(one)
        if isinstance(one, type) and is_dataclass(one) and one not in found:
            found.add(one)
            waiting += get_type_hints(one, localns=names).values()
    return found


# --- customers of every sort ------------------------------------------------------------------------------------------

_PLANS = (cases.statements, cases.negative_equity, cases.many_statements, tuple)


def planted(number: int) -> tuple[DossierSource, Planter]:
    """What the dossier of made-up customer ``number`` is made from, everything in it planted, and what was planted where."""
    chance, m, planter = random.Random(number), builtin(), Planter()
    base = cases.view(given=_statements(chance), found={}, profile=chance.choice(("small", "large", "auto")))
    head = replace(
        base.head,
        state=CaseState.IN_FORCE,
        reports=(OutsideReport("agency", cases.TODAY, cases.TODAY, Decimal(1), "CNY", cases.TODAY),),
        override=Override(Grade(chance.randrange(10)), "reason", cases.TODAY, "officer 1", "officer 2"),
    )
    in_force = GradeInForce(1, cases.terms(Grade.A), cases.TODAY, cases.TODAY, cases.TODAY, 1, 1)
    around = Around(seen_warnings=(("W01", "print"),), in_force=in_force, last_version="1", score_before=Decimal(1))
    found = {item.id: _answer(item, place, chance) for place, item in enumerate(m.items) if item.source != "expr"}
    found |= {fact.id: Answer(fact.id, AnswerState.VALUE, Decimal(0)) for fact in m.facts[::5] if fact.kind is not ValueKind.YN}
    kept = {key: answer for key, answer in found.items() if chance.random() > chance.choice((0.0, 0.2, 0.6))}
    view = planter.plant(replace(base, head=head, around=around, answers=kept, last_answers=dict(list(kept.items())[:2])))
    view = replace(view, answers=_with_values(kept, view.answers, m, planter, chance))
    result = rate(m, input_of(replace(view, head=replace(view.head, override=None)), cases.TODAY))
    source = DossierSource(
        view,
        m,
        result,
        cases.NOW,
        planter.plant(Office("office", "address")),
        planter.word("fingerprint"),
        last=result,
        lift=lift(m, input_of(view, cases.TODAY), result) if result.rated and result.grade is not Grade.AAA else None,
        proposal=planter.plant(cases.proposal(base, Grade(number % 10))),
        decisions=(planter.plant(cases.decision("agreed")),),
        changes=(planter.plant(cases.change()),),
    )
    return source, planter


def _statements(chance: random.Random) -> tuple[Statement, ...]:
    code = chance.choice(("FS", "AUD", "TAX", "BUR"))
    return tuple(replace(row, source=code, note="note") for row in chance.choice(_PLANS)())


def _answer(item: Item, place: int, chance: random.Random) -> Answer:
    """An answer from any source and in any state, each of its texts filled."""
    codes = [source.key for source in builtin().sources]
    usual = chance.random() < 0.6
    return replace(
        cases.answer_for(item, place + chance.randrange(5)),
        state=chance.choice((AnswerState.VALUE,) * 8 + (AnswerState.UNKNOWN, AnswerState.NOT_APPLICABLE)),
        sources=item.evidence[:2] if usual else tuple(chance.sample(codes, chance.choice((1, 2)))),
        check=chance.choice(list(CheckState)),
        note="note",
        comment="comment",
        reason="reason",
        second_by="second",
        details={one.key: "text" for one in item.details},
        rows=tuple({one.key: "text" for one in item.details} for _ in range(2)) if item.rows else (),
    )


def _with_values(
    before: Mapping[str, Answer], after: Mapping[str, Answer], m: Methodology, planter: Planter, chance: random.Random
) -> dict[str, Answer]:
    """Values that an officer wrote are planted as words, figures from where the customer must not know as figures."""
    items = {item.id: item for item in m.items}
    found = {}
    for key, answer in after.items():
        item, value = items.get(key), before[key].value
        if item is not None and isinstance(value, str) and item.kind in (ValueKind.TEXT, ValueKind.DOC, ValueKind.TABLE):
            value = planter.word(f"Answer.value {key}")
        elif item is not None and isinstance(value, Decimal) and is_closed(item, answer):
            value = Decimal(planter.figure(f"Answer.value {key}"))
        elif item is not None and item.kind is ValueKind.CHOICE and chance.random() < 0.02:
            value = planter.word(f"Answer.value {key}")  # a choice that the methodology has no more
        sources = answer.sources if chance.random() > 0.03 else (planter.word("Answer.sources"),)
        found[key] = replace(answer, value=value, sources=sources)
    return found


CLOSED_SOURCES = frozenset({"BANK", "REF", "BUR", "INT", "VISIT", "NEWS", "COURT"})
CLOSED_AREAS = frozenset({"management", "surroundings"})


def is_closed(item: Item, answer: Answer | None) -> bool:
    """Whether an item must not be told: said here a second time, apart from the list that the program goes by."""
    closed = item.secret or item.personal or item.area.value in CLOSED_AREAS
    return closed or (answer is not None and bool(CLOSED_SOURCES.intersection(answer.sources)))
