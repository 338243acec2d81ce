"""The first page: which version this is, what it holds, and what is wrong with a draft."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.ui.widgets.band_scale import BandScale
from app.ui.widgets.card import Card
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.methodology.words import Words
    from app.ui.context import Ui
    from app.ui.screens.methodology.model import MethodologyModel

_COUNTED = ("items", "cards", "caps", "gates", "warnings", "limits", "ratios", "models", "standards")


def overview_cards(ui: Ui, model: MethodologyModel, words: Words) -> list[Card]:
    """The cards of the first page."""
    return [_about(ui, model), _content(ui, model, words)]


def _about(ui: Ui, model: MethodologyModel) -> Card:
    m = model.m
    assert m is not None
    card = Card(ui, title=m.name.get(ui.lang))
    rows: list[tuple[str, str]] = []
    base = model.version(model.base_hash)
    if model.head is not None:
        rows += [
            (ui.t("ui.methodology.draft"), model.head.name),
            (ui.t("ui.methodology.begun"), f"{ui.texts.date_time(model.head.created_at.astimezone())}, {model.head.by}"),
            (ui.t("ui.methodology.based_on"), ui.t("ui.methodology.version_name", version=base.version if base else m.version)),
        ]
    elif base is not None:
        rows += [
            (ui.t("ui.methodology.version"), base.version),
            (ui.t("ui.methodology.valid_from"), ui.date(base.valid_from)),
            (ui.t("ui.methodology.published"), f"{ui.texts.date_time(base.published_at.astimezone())}, {base.by}"),
            (ui.t("ui.methodology.hash"), base.hash),
        ]
        if base.reason:
            rows.append((ui.t("ui.methodology.reason"), base.reason))
    box = KeyValue(ui)
    box.set_rows(rows, align_right=False)
    card.body.addWidget(box)
    card.body.addWidget(Label(ui, f"ui.methodology.about.{'draft' if model.is_draft else 'version'}", role="small"))
    return card


def _content(ui: Ui, model: MethodologyModel, words: Words) -> Card:
    m = model.m
    assert m is not None
    card = Card(ui, "ui.methodology.content")
    scale = BandScale(ui)
    highest = [Decimal(100), *(band.low for band in m.bands)]
    scale.set_bands([(band.grade.name, band.low, high) for band, high in zip(m.bands, highest, strict=False)], None)
    card.body.addWidget(scale)
    box = KeyValue(ui)
    box.set_rows([(words.section(name), ui.number(len(getattr(m, name)))) for name in _COUNTED])
    card.body.addWidget(box)
    return card
