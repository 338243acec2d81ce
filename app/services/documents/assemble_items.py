"""The answers of a case, area by area, each with its source and its score."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, Area, C, ScoringKind, ValueKind
from app.models.domain.methodology import Card, Item, Methodology
from app.models.domain.rating import ItemScore, RatingResult
from app.models.domain.records import CaseView
from app.services.documents import content as dc
from app.services.documents.words import choice_label
from app.texts import Texts

# The part of the outline (domain.md §8.3) that an area's items stand in, unless their first source says otherwise.
_PART_OF_AREA = {
    Area.COMPANY: 3,
    Area.MANAGEMENT: 3,
    Area.STAFF: 3,
    Area.EXPERIENCE: 4,
    Area.SURROUNDINGS: 4,
    Area.EQUIPMENT: 5,
    Area.FINANCES: 6,
}
_PART_OF_SOURCE = {"BANK": 7, "COURT": 8, "TAX": 8}
_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,12})?")
_SMALL = re.compile(r"\d{1,4}")
_BUSINESS_SOURCES = ("REF", "AUD", "OWN")


def areas_of(view: CaseView, m: Methodology, result: RatingResult, lang: str) -> tuple[dc.AreaContent, ...]:
    """Return the seven areas with their items. Financial items that the card does not weigh are left out."""
    scores = {score.item: score for score in result.items}
    names = {row.id: row.name for row in view.evidence}
    card = next((card for card in m.cards if card.key == result.card), None)
    places = _places(card)
    rows = []
    for area in Area:
        items = tuple(
            _item(item, view.answers.get(item.id, Answer(item.id)), scores.get(item.id), m, lang, names, places)
            for item in m.items
            if item.area is area and (item.id in scores or not _foreign(item, scores))
        )
        open_to_answer = tuple(item for item in items if not item.computed)
        answered = sum(1 for item in open_to_answer if item.state is not AnswerState.EMPTY)
        rows.append(dc.AreaContent(area, items, answered, len(open_to_answer)))
    return tuple(rows)


def facts_of(view: CaseView, m: Methodology, lang: str) -> tuple[dc.FactContent, ...]:
    """Return the facts that were answered, in the order of the methodology."""
    rows = []
    for fact in m.facts:
        answer = view.answers.get(fact.id)
        if answer is None or answer.state is AnswerState.EMPTY:
            continue
        rows.append(
            dc.FactContent(
                id=fact.id,
                label=fact.label.get(lang),
                unit=fact.unit,
                money=fact.kind is ValueKind.MONEY,
                value=answer.value if answer.state is AnswerState.VALUE else None,
                state=answer.state,
                as_of=answer.as_of,
                sources=tuple(source_label(key, m, lang) for key in answer.sources),
                note=answer.note,
                sample=answer.sample,
            )
        )
    return tuple(rows)


def _foreign(item: Item, scores: Mapping[str, ItemScore]) -> bool:
    """A scored item of another profile: this card does not weigh it, so it says nothing here."""
    return bool(scores) and item.scored and item.area is Area.FINANCES and item.source == "expr"


def _places(card: Card | None) -> dict[str, tuple[C, str, Decimal]]:
    """C, row, and weight inside the row of each item on the card; where no weights are given all weigh the same."""
    found: dict[str, tuple[C, str, Decimal]] = {}
    for c in card.weights if card else ():
        for sub in c.subs:
            for place, item in enumerate(sub.items):
                found[item] = (c.c, sub.key, sub.item_weights[place] if sub.item_weights else Decimal(1))
    return found


def part_of(item: Item) -> int:
    """Return the part of the dossier (3…8) in which an item is printed, from its area and its first source."""
    first = item.evidence[0] if item.evidence else ""
    if item.area in (Area.EQUIPMENT, Area.FINANCES, Area.EXPERIENCE, Area.SURROUNDINGS):
        return _PART_OF_AREA[item.area]
    if first in _PART_OF_SOURCE:
        return _PART_OF_SOURCE[first]
    if item.area is Area.COMPANY and (item.c is C.CONDITIONS or first in _BUSINESS_SOURCES):
        return 4
    return _PART_OF_AREA[item.area]


def _item(
    item: Item,
    answer: Answer,
    score: ItemScore | None,
    m: Methodology,
    lang: str,
    names: Mapping[int, str],
    places: Mapping[str, tuple[C, str, Decimal]],
) -> dc.ItemContent:
    computed = item.source == "expr" or (item.source == "either" and answer.state is AnswerState.EMPTY)
    return dc.ItemContent(
        id=item.id,
        area=item.area,
        part=part_of(item),
        label=item.label.get(lang),
        unit=item.unit,
        kind=item.kind,
        computed=computed,
        formula=item.formula or "",
        state=_state(computed, answer, score),
        value=score.x if computed and score else shown_value(item, answer, lang),
        details=shown_details(item, answer, lang),
        as_of=answer.as_of,
        sources=tuple(source_label(key, m, lang) for key in answer.sources),
        check=answer.check,
        note=answer.note,
        comment=answer.comment,
        reason=answer.reason,
        evidence=tuple(names[key] for key in answer.evidence_ids if key in names),
        by=answer.by,
        second_by=answer.second_by,
        sample=answer.sample,
        key=item.key,
        standard=standard_of(item, m),
        scored=_scored(score, places) if score else None,
    )


def _state(computed: bool, answer: Answer, score: ItemScore | None) -> AnswerState:
    if not computed:
        return answer.state
    return AnswerState.VALUE if score is not None and score.x is not None else AnswerState.EMPTY


def shown_value(item: Item, answer: Answer, lang: str) -> dc.Shown:
    """Return the answer as it is read: a choice by its words, everything else as it is; None unless it is a value."""
    if answer.state is not AnswerState.VALUE:
        return None
    if item.kind is ValueKind.CHOICE and isinstance(answer.value, str):
        return choice_label(item, answer.value, lang)
    return answer.value


def shown_details(item: Item, answer: Answer, lang: str) -> tuple[tuple[str, str], ...]:
    """Return the unscored columns as (label, text); a row of a table is one entry, its columns joined."""
    labels = {field.key: field.label.get(lang) for field in item.details}
    kinds = {field.key: field.kind for field in item.details}
    t = Texts.load(lang)

    def shown(found: Mapping[str, str]) -> list[tuple[str, str]]:
        keys = [*(key for key in labels if key in found), *(key for key in found if key not in labels)]
        return [(labels.get(key, key), _detail(found[key], kinds.get(key), t)) for key in keys if found[key]]

    rows = [
        (str(number), "; ".join(f"{label}: {value}" for label, value in shown(row)))
        for number, row in enumerate(answer.rows, start=1)
    ]
    return (*shown(answer.details), *rows)


def _detail(text: str, kind: ValueKind | None, t: Texts) -> str:
    """A column as the language writes it: it is kept as a plain number, an ISO day or yes and no. What is not, stays."""
    plain = text.strip()
    if kind is ValueKind.YN and plain in ("yes", "no"):
        return t(f"documents.{plain}")
    if kind is ValueKind.DATE:
        return _day(text, t)
    if kind is ValueKind.INT and _SMALL.fullmatch(plain):
        return plain  # a year has no thousands
    if kind in (ValueKind.NUM, ValueKind.MONEY, ValueKind.INT, ValueKind.PCT) and _NUMBER.fullmatch(plain):
        return t.percent(Decimal(plain), None) if kind is ValueKind.PCT else t.number(Decimal(plain))
    return text


def _day(text: str, t: Texts) -> str:
    try:
        return t.date(date.fromisoformat(text.strip()))
    except ValueError:
        return text


def source_label(key: str, m: Methodology, lang: str) -> str:
    """Return the words of an evidence code; the code itself when the methodology does not know it."""
    return next((row.label.get(lang) for row in m.sources if row.key == key), key)


def standard_of(item: Item, m: Methodology) -> dc.Standard:
    """Return the numbers by which an item is scored."""
    s = item.scoring
    levels: tuple[Decimal | None, ...] = ()
    less = s.kind is ScoringKind.LESS
    if s.kind is ScoringKind.EFFICACY and s.standard:
        for row in (row for table in m.standards for row in table.values if row.indicator == s.standard):
            levels, less = row.levels, row.less
            break
    return dc.Standard(s.kind, s.p, s.p2, s.alpha, s.yes, s.no, s.steps, levels, less, s.floor, s.cap)


def _scored(score: ItemScore, places: Mapping[str, tuple[C, str, Decimal]]) -> dc.Scored | None:
    c, sub, row_weight = places.get(score.item, (score.c, score.sub, None))
    if c is None:
        return None
    return dc.Scored(
        c=c,
        sub=sub,
        x=score.x,
        y=score.y,
        row_weight=row_weight,
        weight=score.weight,
        adds=score.adds,
        how=score.how,
        low_y=score.low_y,
        high_y=score.high_y,
        flags=score.flags,
    )
