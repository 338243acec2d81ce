"""The page at the right: what a record or table of the methodology says, to be read or changed in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.ui.forms.choice_box import ChoiceBox
from app.ui.screens.methodology.extras import AddItem, AddRule, CopyStandard, ItemPlaces
from app.ui.screens.methodology.form import RecordForm, field_name, reading
from app.ui.screens.methodology.grid import GridTable, head_words
from app.ui.screens.methodology.overview import overview_cards
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.methodology import Methodology
    from app.services.methodology.fields import FieldSpec
    from app.services.methodology.pages import Part
    from app.services.methodology.tree import Path
    from app.services.methodology.words import Words
    from app.ui.context import Ui
    from app.ui.screens.methodology.model import MethodologyModel

_TOPICS = {"items": "item", "ratios": "ratio", "caps": "cap", "warnings": "warning"}
RULES = ("gates", "caps", "warnings")
_WEIGHTS = "ui.methodology.weights_sum"


class DetailPane(QScrollArea):
    """Shows one page. ``asked(path)``: the reader wants another one."""

    asked = Signal(object)
    taken = Signal(object)        # a row was taken out; what it needs to be put back

    def __init__(self, ui: Ui, model: MethodologyModel, before: QWidget) -> None:
        super().__init__()
        self._ui, self._model, self._before = ui, model, before
        self.path: Path = ()
        self._shape: tuple[object, ...] = ()
        self.forms: list[RecordForm] = []
        self.grids: list[GridTable] = []
        self._sums: list[tuple[Label, tuple[Path, ...]]] = []
        self._places: ItemPlaces | None = None
        self._cards: list[tuple[Card, Label]] = []
        self._preset = ""
        self._top: int | None = None  # where the page is to stand once it is high enough again
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setObjectName("pageBody")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 10, 0)
        self._column.setSpacing(12)
        self.setWidget(body)
        self.banner = Banner(ui, body)
        model.checked.connect(self.show_problems)
        self.verticalScrollBar().rangeChanged.connect(self._scroll_back)
        self.verticalScrollBar().actionTriggered.connect(self._stay)

    # --- showing ---------------------------------------------------------------------------------------------------

    def show_page(self, path: Path, words: Words) -> None:
        """Build the page of ``path`` anew; one that is shown already stays where it was scrolled to."""
        from app.services.methodology.pages import OVERVIEW

        m = self._model.m
        if m is None:
            return
        top = self.verticalScrollBar().value() if self._top is None else self._top
        top = top if path == self.path else 0
        topic = _TOPICS.get(path[0]) if len(path) == 2 else None
        self.setProperty("helpTopic", f"{topic}:{path[1]}" if topic else None)
        self.forms, self.grids, self._sums, self._places, self._cards = [], [], [], None, []
        clear_layout(self._column)
        self.banner = Banner(self._ui, self.widget())
        self._column.addWidget(self.banner)
        if path[:2] != self.path[:2]:
            self._preset = ""
        self.path, self._words = path, words
        parts = self._parts(m)
        self._shape = _shape(parts)
        if path == OVERVIEW:
            for card in overview_cards(self._ui, self._model, words):
                self._column.addWidget(card)
        for number, part in enumerate(parts):
            self._column.addWidget(self._card(part, m, words, first=number == 0))
        self._extras(m, words)
        self._column.addStretch(1)
        self._top = top
        self._scroll_back()
        self._order_tabs()
        self.show_problems()

    def refresh(self, words: Words) -> None:
        """The values after a change; the page is built anew only when other values stand on it now."""
        from app.services.methodology.pages import Grid

        m = self._model.m
        if m is None:
            return
        parts = self._parts(m)
        if _shape(parts) != self._shape:
            self.show_page(self.path, words)
            return
        grids = [part for part in parts if isinstance(part, Grid)]
        for table, grid in zip(self.grids, grids, strict=True):
            table.show_values(grid, m)
        for form in self.forms:
            form.show_values(m)
        if self._places is not None:
            self._places.show_places(m)
        self._show_sums(m)

    def retranslate(self, words: Words) -> None:
        """The same page in another language: fields stay with what is being typed in them, tables with their selection."""
        from app.services.methodology.pages import OVERVIEW, Grid

        m = self._model.m
        if m is None:
            return
        if self.path in ((), OVERVIEW) or not self._model.is_draft:
            self.show_page(self.path or OVERVIEW, words)
            return
        self._words = words
        parts = self._parts(m)
        for number, (part, (card, about)) in enumerate(zip(parts, self._cards, strict=True)):
            card.set_title(self._title(words) if number == 0 else head_words(words, part.title))
            if number == 0:
                self._tell_about(about, m, words)
        for table, grid in zip(self.grids, [part for part in parts if isinstance(part, Grid)], strict=True):
            table.retranslate(grid, m, words)
        for form in self.forms:
            form.retranslate(m, words)
        if self._places is not None:
            self._places.retranslate(m, words)
        self._show_sums(m)
        self.show_problems()

    def _scroll_back(self) -> None:
        """The page is laid out later, and is not as high in every language: it stands where it stood as soon as it can."""
        bar = self.verticalScrollBar()
        if self._top is not None and bar.maximum() >= self._top:
            bar.setValue(self._top)

    def _stay(self) -> None:
        """Somebody scrolls: that is where the page stands now."""
        self._top = None

    def show_problems(self) -> None:
        """Each fault at its field or cell; what belongs to this page but to no field of it in the banner."""
        if self._model.m is None or not self.path:
            return
        rest = []
        faults: dict[Path, str] = {}
        told_short: dict[Path, str] = {}
        for problem, path in zip(self._model.problems, self._model.places, strict=True):
            faults[path], told_short[path] = self._words.problem(problem, path), self._words.problem(problem, path, short=True)
            if path[: len(self.path)] == self.path or (path and self.path[: len(path)] == path):
                rest.append(path)
        told: set[Path] = set()
        changed = {one.path: one.before for one in self._model.differences if one.kind == "value"}
        for form in self.forms:
            for path, entry in form.entries.items():
                named = path[:-1] if path[-1].isdigit() and path not in faults else path  # a pair is told of by its name
                if named in faults:
                    entry.field.set_error(told_short[named])
                    told.add(named)
                elif entry.field.has_error() and not _unread(entry.field):
                    entry.field.set_error(None)
                entry.field.set_note(self._note(entry.spec, path, changed))
        for table in self.grids:
            told |= {path for path, message in told_short.items() if table.show_problem(path, message)}
        texts = [faults[path] for path in rest if path not in told]
        if texts:
            self.banner.show_message("\n".join(dict.fromkeys(texts)), "danger")
        else:
            self.banner.clear()

    def _note(self, spec: FieldSpec, path: Path, changed: dict[Path, object]) -> str | None:
        """What a value was in the base; of codes, what they stand for."""
        if path in changed:
            return self._ui.t("ui.methodology.was", value=self._words.value(path, changed[path]))
        from app.services.methodology.tree import get

        codes = get(self._model.m, path) if spec.kind == "words" and self._model.m is not None else ()
        return self._words.value(path, codes) if codes and path[-1] == "evidence" else None

    def _parts(self, m: Methodology) -> tuple[Part, ...]:
        from app.services.methodology.pages import page, weights

        if self.path[0] == "cards" and len(self.path) == 2 and page(m, self.path):
            return weights(m, self.path[1], self._preset)
        return page(m, self.path)

    def _order_tabs(self) -> None:
        """The Tab key goes from the list of pages through this page: what was built later stands last by itself."""
        before, window = self._before, self.window()
        for root in _widgets(self._column):
            for widget in (root, *root.findChildren(QWidget)):
                here = widget.window() is window  # lists that fold out of a choice are windows of their own
                if here and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
                    QWidget.setTabOrder(before, widget)
                    before = widget

    # --- building --------------------------------------------------------------------------------------------------

    def _card(self, part: Part, m: Methodology, words: Words, first: bool) -> Card:
        from app.services.methodology.pages import Grid

        title = self._title(words) if first else head_words(words, part.title)
        card, about = Card(self._ui, title=title), Label(self._ui, role="muted")
        about.setParent(card)
        about.setVisible(first)
        self._cards.append((card, about))
        if first:
            self._tell_about(about, m, words)
            card.body.addWidget(about)
        if isinstance(part, Grid):
            table = GridTable(self._ui, part, m, words, self._model.is_draft)
            table.changed.connect(self._changed)
            table.asked.connect(self.asked)
            self._add_sums(card, m)
            card.body.addWidget(table)
            self.grids.append(table)
        elif self._model.is_draft:
            form = RecordForm(self._ui, part.paths, m, words)
            form.changed.connect(self._changed)
            card.body.addWidget(form)
            self.forms.append(form)
        else:
            card.body.addWidget(reading(self._ui, part.paths, m, words))
        return card

    def _title(self, words: Words) -> str:
        if self.path[0] == "areas":
            return words.t(f"ui.area.{self.path[1]}")
        return words.steps(self.path)[-1]

    def _tell_about(self, label: Label, m: Methodology, words: Words) -> None:
        """What the part is for, or what an item asks for."""
        if self.path[0] == "items" and len(self.path) == 2:
            label.set_text(m.item(self.path[1]).help.get(words.t.lang))
        else:
            label.set_key(f"ui.methodology.about.{'items' if self.path[0] == 'areas' else self.path[0]}")

    def _add_sums(self, card: Card, m: Methodology) -> None:
        """Over a table of weights: what has to be 100, and what it is."""
        if self.path[0] not in ("cards", "presets") or len(self._sums):
            return
        if self.path[0] == "cards" and not m.card(self.path[1]).flat:
            card.body.addLayout(self._preset_row())
        label = Label(self._ui, role="small")
        card.body.addWidget(label)
        self._sums = [(label, paths) for paths in _weight_groups(m, self.path)]
        self._show_sums(m)

    def _preset_row(self) -> QHBoxLayout:
        """Which weights of the five C the shares are shown by."""
        box = ChoiceBox(self._ui, "ui.methodology.shares_by", choices=self._presets, empty_key=None)
        box.set_value(self._preset)
        box.setProperty("noDraft", True)
        box.edited.connect(self._by_preset)
        row = QHBoxLayout()
        row.addWidget(Label(self._ui, "ui.methodology.shares_by", role="muted", wrap=False))
        row.addWidget(box, 1)
        row.addStretch(1)
        return row

    def _presets(self) -> list[tuple[str, str]]:
        assert self._model.m is not None
        own = [("", self._ui.t("ui.methodology.own_weights"))]
        return own + [(one.key, one.label.get(self._ui.lang)) for one in self._model.m.presets]

    def _by_preset(self, preset: object) -> None:
        self._preset = str(preset)
        self.refresh(self._words)

    def _show_sums(self, m: Methodology) -> None:
        from decimal import Decimal

        from app.services.methodology.tree import get

        texts, right = [], True
        for _, paths in self._sums:
            total = sum((get(m, path) for path in paths), Decimal(0))
            right = right and total == 100
            name = self._sum_name(paths[0])
            texts.append(f"{'' if total == 100 else '⚠ '}{self._ui.t(_WEIGHTS, where=name, total=total)}")
        if self._sums:
            self._sums[0][0].set_text("   ·   ".join(texts))
            self._sums[0][0].set_role("small" if right else "fieldError")

    def _sum_name(self, path: Path) -> str:
        """What the weights that begin with ``path`` belong to."""
        if path[0] == "presets":
            return self._words.step(path[:2])
        return self._words.step(path[:4]) if "subs" in path else self._ui.t("ui.methodology.five_c")

    def _extras(self, m: Methodology, words: Words) -> None:
        """What can be done on this page of a draft besides changing values."""
        if not self._model.is_draft:
            return
        if self.path == ("items",) or self.path[0] == "areas":
            adding = AddItem(self._ui, self._model, self.path[1] if self.path[0] == "areas" else "")
            adding.added.connect(self.asked)
            self._column.addWidget(adding)
        elif self.path[0] == "items":
            self._places = ItemPlaces(self._ui, self._model, self.path[1], words)
            self._column.addWidget(self._places)
            self._column.addLayout(self._removing("ui.methodology.remove_item"))
        elif self.path[0] in RULES and len(self.path) == 1:
            more = AddRule(self._ui, self._model, self.path[0])
            more.added.connect(self.asked)
            self._column.addWidget(more)
        elif self.path[0] in RULES:
            self._column.addLayout(self._removing("ui.methodology.remove_rule"))
        elif self.path[0] == "standards" and len(self.path) == 2:
            copying = CopyStandard(self._ui, self._model, self.path[1])
            copying.added.connect(self.asked)
            self._column.addWidget(copying)

    def _removing(self, key: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        button = Button(self._ui, key, "danger", "delete")
        button.clicked.connect(self._remove)
        row.addWidget(button)
        return row

    # --- doing -----------------------------------------------------------------------------------------------------

    def _changed(self, path: Path, value: object) -> None:
        try:
            self._model.set_value(path, value)
        except UserError as error:
            for form in self.forms:
                if path in form.entries:
                    form.entries[path].field.set_error(error)

    def _remove(self) -> None:
        from app.services.methodology.editing import take

        assert self._model.m is not None
        path = self.path
        less, taken = take(self._model.m, path)
        above = ("areas", self._model.m.item(path[1]).area.value) if path[0] == "items" else path[:1]
        self._model.replace(less)
        self.asked.emit(above)
        self.taken.emit(taken)


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    """The widgets of a layout and of those within it, in order."""
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _widgets(inner)


def _shape(parts: tuple[Part, ...]) -> tuple[object, ...]:
    """Which values stand on a page, without what they are."""
    from app.services.methodology.pages import Grid

    found: list[object] = []
    for part in parts:
        if isinstance(part, Grid):
            found.append((part.title, part.heads))
        else:
            found.append((part.title, part.paths))
    return tuple(found)


def _weight_groups(m: Methodology, path: Path) -> list[tuple[Path, ...]]:
    """The weights that must be 100 together: the five C of a card, and the rows of each C."""
    from app.services.methodology.fields import weight_paths
    from app.services.methodology.pages import Grid, page

    found: dict[tuple[Path, ...], None] = {}
    for part in page(m, path):
        if isinstance(part, Grid):
            for row in part.rows:
                for cell in row.cells:
                    if cell.path is not None and (group := weight_paths(m, cell.path)):
                        found[group] = None
    return list(found)


def _unread(field: object) -> bool:
    """Whether the field holds a text that cannot be read: its own message stays."""
    return getattr(field, "_problem", None) is not None


__all__ = ["DetailPane", "field_name"]
