"""The letter to a customer: from the open part of a dossier to what is said."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.models.domain.enums import AnswerState, ScoringKind, ValueKind
from app.models.domain.methodology import Methodology
from app.models.domain.records import CaseView
from app.services.documents import content as dc
from app.services.documents.content import DossierContent, ItemContent
from app.services.documents.papers.content import LetterContent, PaperHead, RaiseContent, ReasonContent, YearContent
from app.services.documents.papers.openness import INCOMPLETE, lowered_by_others, opened, openness, wanted_items
from app.texts import Texts, languages

MOST_REASONS = 6
MOST_WANTED = 8
MOST_RAISES = 4
_NAMELESS = ("officer.first", "officer.second")
_GOOD, _POOR = Decimal(75), Decimal(60)


def letter_of(content: DossierContent, view: CaseView, m: Methodology) -> LetterContent:
    """Return the letter about the case of ``content``, a dossier of ``view`` by ``m``. Pure.

    Reasons for are the items with good marks that add most, reasons against those with poor marks that cost most; what
    is missing counts against the grade, so it is asked for.
    """
    told = opened(content, view, m)
    items = tuple(item for area in told.areas for item in area.items)
    found = tuple(item for item in items if item.state is AnswerState.VALUE and item.value is not None and _counts(item))
    good = sorted((item for item in found if _y(item) >= _GOOD), key=_adds, reverse=True)
    poor = sorted((item for item in found if _y(item) < _POOR), key=_costs, reverse=True)
    wanted = [item for item in items if item.id in wanted_items(view, m) and _lacks(item)]
    wanted.sort(key=_costs, reverse=True)
    office = dc.Office(told.office.name, told.office.address, paper=told.office.paper)
    return LetterContent(
        head=PaperHead(told.lang, office, told.origin.made_at, told.origin.sample),
        number=told.origin.number,
        customer_name=told.customer.name,
        customer_number=told.customer.number,
        customer_address=told.customer.address,
        grade=told.proposal.terms.grade,
        provisional=told.proposal.terms.provisional,
        effective=told.proposal.effective,
        next_review=told.proposal.next_review,
        for_it=tuple(_reason(item) for item in good[:MOST_REASONS]),
        against=tuple(_reason(item) for item in poor[:MOST_REASONS]),
        rules=tuple(dict.fromkeys(step.label for step in told.score.steps if step.rule and step.label)),
        signs=tuple(warning.label for warning in told.warnings),
        incomplete=any(step.kind == INCOMPLETE for step in told.score.steps),
        closed=lowered_by_others(content, view),
        wanted=tuple(item.label for item in wanted[:MOST_WANTED]),
        raises=_raises(told, m) or _nearest(found, m, told.lang),
        target=told.lift.target if told.lift is not None else None,
        periods=tuple(YearContent(row.end, row.months, row.audited) for row in told.finance.periods),
        sources=_sources(found, m, told.lang),
        signed_by=_signer(told),
    )


def _signer(told: DossierContent) -> str:
    """Who approved the grade; not the name that a new store gives its officers until they have one of their own."""
    name = told.signatures[-1].name if told.signatures else ""
    return "" if name in {Texts.load(lang)(key) for lang in languages() for key in _NAMELESS} else name


def _sources(found: Sequence[ItemContent], m: Methodology, lang: str) -> tuple[str, ...]:
    """The kinds of evidence behind what was found, by their codes in the order of the methodology."""
    words = {source for item in found for source in item.sources}
    return tuple(row.key for row in m.sources if row.key in openness().sources and row.label.get(lang) in words)


def _counts(item: ItemContent) -> bool:
    return item.scored is not None and item.scored.y is not None and item.scored.weight > 0


def _lacks(item: ItemContent) -> bool:
    """Nothing answers it, not even the statements, and that costs points."""
    return item.scored is not None and item.scored.how in ("missing", "unknown") and item.scored.weight > 0


def _y(item: ItemContent) -> Decimal:
    return item.scored.y if item.scored is not None and item.scored.y is not None else Decimal(0)


def _adds(item: ItemContent) -> Decimal:
    return item.scored.adds if item.scored is not None else Decimal(0)


def _costs(item: ItemContent) -> Decimal:
    return item.scored.weight * (100 - _y(item)) if item.scored is not None else Decimal(-1)


def _reason(item: ItemContent) -> ReasonContent:
    return ReasonContent(item.label, item.unit, item.kind, item.value, item.as_of, item.computed)


def _raises(told: DossierContent, m: Methodology) -> tuple[RaiseContent, ...]:
    if told.lift is None:
        return ()
    moves, lang = told.lift.moves, told.lang
    return tuple(RaiseContent(move.label, move.unit, m.item(move.item).kind, _goal(move, m, lang)) for move in moves)


def _nearest(found: Sequence[ItemContent], m: Methodology, lang: str) -> tuple[RaiseContent, ...]:
    """Where the shortest way up may not be told: the open items that can move and cost most, with their standards."""
    chosen = sorted((item for item in found if m.item(item.id).movable and _y(item) < _GOOD), key=_costs, reverse=True)
    return tuple(RaiseContent(item.label, item.unit, item.kind, _standard(item, m, lang)) for item in chosen[:MOST_RAISES])


def _standard(item: ItemContent, m: Methodology, lang: str) -> dc.Shown:
    """The value that gets full marks, in words where it has words; None where no single value does."""
    standard = item.standard
    if standard.kind is ScoringKind.STEPS:
        return max(m.item(item.id).choices, key=lambda choice: choice.step or 0).label.get(lang)
    if standard.kind is ScoringKind.YESNO:
        return (standard.yes or 0) >= (standard.no or 0)
    return standard.p if standard.kind in (ScoringKind.MORE, ScoringKind.LESS) else None


def _goal(move: dc.MoveContent, m: Methodology, lang: str) -> dc.Shown:
    """The value to reach: a step by its words, yes or no, years as a number."""
    item, to = m.item(move.item), move.to_x
    if to is None:
        return None
    if item.scoring.kind is ScoringKind.STEPS:
        return next((choice.label.get(lang) for choice in item.choices if choice.step == to), None)
    return bool(to) if item.kind is ValueKind.YN else to
