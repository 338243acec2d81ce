"""What a letter to a customer may see: everything else is not hidden from it but simply not there.

The one list of it is ``resources/papers/letter.toml``. ``opened`` makes a copy of the content tree in which only listed fields
exist: reading another one raises AttributeError, so a letter cannot print a secret by mistake, and a field that is added
to the content later is secret until it is listed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from app import paths
from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, ValueKind
from app.models.domain.methodology import Item, Methodology
from app.models.domain.records import CaseView
from app.services.documents import content as dc

T = TypeVar("T")
INCOMPLETE, _WARNING, _APPROVER = "completeness", "warning", "approver"


@dataclass(frozen=True, slots=True)
class Openness:
    """The list as it stands in the file; ``fields`` by the name of the class."""

    sources: frozenset[str]
    sent_by_customer: frozenset[str]
    areas: frozenset[str]
    kinds: frozenset[str]
    rules: frozenset[str]
    warnings: frozenset[str]
    fields: Mapping[str, frozenset[str]]


@cache
def openness() -> Openness:
    """Return the list of what is open. KeyError when a part of the file is missing."""
    raw = tomllib.loads((paths.resources() / "papers" / "letter.toml").read_text(encoding="utf-8"))
    return Openness(
        sources=frozenset(raw["sources"]),
        sent_by_customer=frozenset(raw["sent_by_customer"]),
        areas=frozenset(raw["areas"]),
        kinds=frozenset(raw["kinds"]),
        rules=frozenset(raw["rules"]),
        warnings=frozenset(raw["warnings"]),
        fields={name: frozenset(names) for name, names in raw["fields"].items()},
    )


def open_items(view: CaseView, m: Methodology) -> frozenset[str]:
    """Return the items whose answers may be quoted: open by kind, and known from open sources only."""
    open_too = _statements_open(view)
    return frozenset(item.id for item in m.items if _is_open(item, view.answers.get(item.id), open_too))


def lowered_by_others(content: dc.DossierContent, view: CaseView) -> bool:
    """Return whether anything lowered the grade, after the score, that ``opened`` leaves out."""
    steps = _lowering(content)
    by_warnings = any(step.kind == _WARNING for step in steps)
    counted = [row for row in content.warnings if row.points] if by_warnings else []
    told = set(_warnings(content, view))
    return any(not _is_told(step) and step.kind != _WARNING for step in steps) or any(row not in told for row in counted)


def _lowering(content: dc.DossierContent) -> tuple[dc.StepContent, ...]:
    return tuple(step for step in content.score.steps if step.binding and step.before is not None and step.after < step.before)


def _is_told(step: dc.StepContent) -> bool:
    return step.rule in openness().rules or step.kind == INCOMPLETE


def _warnings(content: dc.DossierContent, view: CaseView) -> tuple[dc.WarningContent, ...]:
    """The open warnings that lowered the grade: they read the statements only, and these are the customer's own."""
    if not _statements_open(view) or all(step.kind != _WARNING for step in _lowering(content)):
        return ()
    return tuple(row for row in content.warnings if row.points and row.id in openness().warnings)


def _statements_open(view: CaseView) -> bool:
    return bool(view.statements) and all(row.source in openness().sources for row in view.statements)


def wanted_items(view: CaseView, m: Methodology) -> frozenset[str]:
    """Return the open items that nobody could answer yet and that papers of the customer's own would answer."""
    rules = openness()
    return frozenset(
        item.id
        for item in m.items
        if item.source != "expr"
        and _may_be_named(item)
        and rules.sent_by_customer.intersection(item.evidence)
        and (item.id not in view.answers or view.answers[item.id].state in (AnswerState.EMPTY, AnswerState.UNKNOWN))
    )


def _is_open(item: Item, answer: Answer | None, statements_open: bool) -> bool:
    if not _may_be_named(item):
        return False
    answered = answer is not None and answer.state is not AnswerState.EMPTY
    if item.source == "expr" or (item.source == "either" and not answered):
        return statements_open
    if answer is None or not answered or not answer.sources or not openness().sources.issuperset(answer.sources):
        return False
    # A choice that the methodology no longer has would be shown as it was stored, which is no word of ours.
    return item.kind is not ValueKind.CHOICE or any(choice.key == answer.value for choice in item.choices)


def _may_be_named(item: Item) -> bool:
    rules = openness()
    return not item.secret and not item.personal and item.area.value in rules.areas and item.kind.value in rules.kinds


def opened(content: dc.DossierContent, view: CaseView, m: Methodology) -> dc.DossierContent:
    """Return the part of ``content`` that may be told to the customer; reading any other field raises AttributeError.

    Of items only those stay that are open or wanted (these without a value), of rules and warnings the open ones that
    lowered the grade, of those who signed the one who approved. The advice what would lift the grade names its target only
    when nothing of it had to be left out.
    """
    told, wanted = open_items(view, m), wanted_items(view, m)
    areas = tuple(
        replace(area, items=tuple(_item(item, told) for item in area.items if item.id in told | wanted)) for area in content.areas
    )
    steps = tuple(step for step in _lowering(content) if _is_told(step))
    periods = content.finance.periods if _statements_open(view) else ()
    cut = replace(
        content,
        areas=areas,
        score=replace(content.score, steps=steps),
        warnings=_warnings(content, view),
        signatures=tuple(row for row in content.signatures if row.part == _APPROVER),
        finance=replace(content.finance, periods=periods),
        lift=_lift(content, told | wanted),
    )
    return only_open(cut)


def _item(item: dc.ItemContent, told: frozenset[str]) -> dc.ItemContent:
    return item if item.id in told else replace(item, value=None, as_of=None, sources=(), state=AnswerState.EMPTY)


def _lift(content: dc.DossierContent, named: frozenset[str]) -> dc.LiftContent | None:
    lift = content.lift
    if lift is None:
        return None
    moves = tuple(move for move in lift.moves if move.item in named)
    whole = bool(moves) and len(moves) == len(lift.moves) and not lift.blocked_by
    above = lift.target is not None and lift.target > content.proposal.terms.grade
    return replace(lift, moves=moves, target=lift.target if whole and above else None)


def only_open(value: T) -> T:
    """Return ``value`` with the fields that are listed, and no others, all the way down."""
    if isinstance(value, tuple):
        return tuple(only_open(part) for part in value)  # type: ignore[return-value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    listed = openness().fields.get(type(value).__name__, frozenset())
    part: Any = object.__new__(type(value))
    for field in fields(value):
        if field.name in listed:
            object.__setattr__(part, field.name, only_open(getattr(value, field.name)))
    return part  # type: ignore[no-any-return]
