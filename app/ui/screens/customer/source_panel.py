"""Where a figure comes from: beside the page, with what it was made of and who entered it when. Each part leads on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.models.domain.history import SourceRef
from app.ui.qtmodels.rows import Column
from app.ui.screens.customer.history_words import HistoryWords
from app.ui.screens.customer.source_words import answer_text, figure_text, ref_label, source_name
from app.ui.screens.words import check_state
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label
from app.ui.widgets.timeline import Timeline, TimelineEntry

if TYPE_CHECKING:
    from app.services.timeline.sources import Source
    from app.ui.context import Ui
    from app.ui.frame.host import ScreenHost

_WIDTH = 420
_MOST = 30
_WITHOUT_PLACE = ("outside", "turnover", "ledger")
"""Kinds of values that stand nowhere but on the page they were opened from."""


class SourcePanel(QFrame):
    """Opened with a reference; Backspace or the arrow goes back to the figure before, Esc closes."""

    place_wanted = Signal(str, object)
    closed = Signal()

    def __init__(self, host: ScreenHost, over: QWidget) -> None:
        super().__init__(over)
        over.installEventFilter(self)
        self.host, self.ui = host, host.ui
        self.setObjectName("card")
        self.customer_id = 0
        self.way: list[SourceRef] = []
        self.source: Source | None = None
        ui = self.ui
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 6, 12)
        head = QHBoxLayout()
        self.back = IconButton(ui, "back", "ui.source.back")
        self.title = Label(ui, role="heading")
        self.close_ = IconButton(ui, "close", "ui.source.close")
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_)
        outer.addLayout(head)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(9)
        area.setWidget(inner)
        outer.addWidget(area, 1)
        self._fill()
        self.back.clicked.connect(self.go_back)
        self.close_.clicked.connect(self.close_panel)
        self.go.clicked.connect(self._to_place)
        self.to_import.clicked.connect(self._to_import)
        self.hide()

    def _fill(self) -> None:
        ui = self.ui
        self.value = Label(ui, role="figure")
        self.formula = Label(ui, role="small")
        self.facts = KeyValue(ui)
        self.go = Button(ui, "ui.source.open_case", "secondary", "open")
        self.to_import = Button(ui, "ui.source.open_import", "secondary", "open")
        self.parts_title = Label(ui, "ui.source.parts", role="heading")
        self.parts = DataTable(
            ui,
            (
                Column("name", "ui.file.column.name", stretch=True),
                Column("value", "ui.source.value", kind="number", width=156, strong=True),
                Column("adds", "ui.source.adds", kind="number", places=2, width=76),
            ),
            "ui.source.parts",
            wrap=True,
        )
        self.parts.activated_id.connect(self.open)
        self.parts.clicked.connect(self._part_clicked)
        self.history_title = Label(ui, "ui.source.history", role="heading")
        self.history = Timeline(ui)
        self.nothing = Label(ui, "ui.source.no_history", role="muted")
        shown: tuple[QWidget, ...] = (
            self.value, self.formula, self.facts, self.go, self.to_import, self.parts_title, self.parts,
        )
        for widget in (*shown, self.history_title, self.history, self.nothing):
            self.body.addWidget(widget)
        for button in (self.go, self.to_import):
            self.body.setAlignment(button, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place_over()
        return False

    def _place_over(self) -> None:
        """At the right of the page, over it: nothing below moves."""
        over = self.parentWidget()
        if over is not None:
            width = min(self.ui.px(_WIDTH), over.width())
            self.setGeometry(over.width() - width, 0, width, over.height())

    # --- the way ---------------------------------------------------------------------------------------------------

    def begin(self, customer_id: int, ref: SourceRef) -> None:
        """Show a figure of a page; the way back starts here."""
        self.customer_id, self.way = customer_id, []
        self.open(ref)

    def open(self, ref: object) -> None:
        """Show another figure."""
        if isinstance(ref, SourceRef):
            self.way.append(ref)
            self._read()

    def go_back(self) -> None:
        """The figure before; from the first one the panel closes."""
        if len(self.way) > 1:
            self.way.pop()
            self._read()
        else:
            self.close_panel()

    def close_panel(self) -> None:
        """Back to the page."""
        if not self.isHidden():
            self.hide()
            self.way, self.source = [], None
            self.closed.emit()

    def retranslate(self) -> None:
        if self.source is not None:
            self._show(self.source)

    def _read(self) -> None:
        self.host.runner.query(
            self.host.services.timeline.source, self.customer_id, self.way[-1], done=self._arrived, key="customer.source"
        )

    def _part_clicked(self, index: QModelIndex) -> None:
        self.open(self.parts.rows.id_at(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() == Qt.Key.Key_Backspace:
            self.go_back()
        else:
            super().keyPressEvent(event)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _arrived(self, source: Source) -> None:
        if not self.way or source.ref != self.way[-1]:
            return
        fresh = self.isHidden()
        self._show(source)
        self._place_over()
        self.show()
        self.raise_()
        if fresh or not self.isAncestorOf(self.window().focusWidget() or self):
            first = self.parts if source.parts else self.go if source.ref.kind not in _WITHOUT_PLACE else self.to_import
            first.setFocus()

    def _show(self, source: Source) -> None:
        self.source = source
        ui, m, ref = self.ui, source.methodology, source.ref
        currency = source.statement.currency if source.statement is not None and ref.kind in ("line", "ratio") else ""
        if source.change is not None:
            currency = source.change.after.currency
        self.title.set_text(ref_label(ui, m, ref))
        self.value.set_text(_value_text(ui, source, currency))
        self.value.set_role("figure" if len(self.value.text()) < 16 else "heading")
        self.formula.setVisible(bool(source.formula))
        self.formula.set_text(f"= {source.formula}")
        self.facts.set_rows(facts_of(ui, source), align_right=False)
        self.go.setVisible(ref.kind not in _WITHOUT_PLACE)
        self.go.set_key(f"ui.source.{self._place()[2]}")
        self.to_import.setVisible(source.came is not None)
        self._show_parts(source)
        self._show_history(source)
        self.back.setVisible(len(self.way) > 1)

    def _show_parts(self, source: Source) -> None:
        ui, m = self.ui, source.methodology
        money = source.statement.currency if source.statement is not None else ""
        rows = [
            (
                ref_label(ui, m, part.ref),
                figure_text(ui, m, part.ref, part.value, money),
                part.adds,
            )
            for part in source.parts
        ]
        for widget in (self.parts_title, self.parts):
            widget.setVisible(bool(rows))
        self.parts.setColumnHidden(2, all(part.adds is None for part in source.parts))
        self.parts.set_rows(rows, [part.ref for part in source.parts])
        self.parts.fit_height()

    def _show_history(self, source: Source) -> None:
        self.history_title.set_key("ui.source.history" if source.told is None else "ui.outside.others")
        self.nothing.set_key("ui.source.no_history" if source.told is None else "ui.outside.no_others")
        if source.told is not None:
            self._show_others(source)
            return
        cases = {source.case.id: source.case.number} if source.case is not None else {}
        words = HistoryWords(self.ui.texts, source.methodology, cases)
        rows = [words.row(change) for change in source.history[:_MOST]]
        entries = []
        for row in rows:
            moved = f"{row.what}: {row.before} → {row.after}"
            entries.append(TimelineEntry(row.when.split(" ")[0], moved, f"{row.who} · {row.how}", "plain"))
        self.history.set_entries(entries)
        asks = source.ref.kind in ("answer", "line", "ratio", "master") and (source.typed or bool(rows))
        self.history_title.setVisible(asks)
        self.history.setVisible(bool(rows))
        self.nothing.setVisible(asks and not rows)

    def _show_others(self, source: Source) -> None:
        """What the same and other sources say of the same fact, newest first."""
        from app.ui.screens.customer.outside_words import day_text, value_text

        ui = self.ui
        self.history.set_entries([
            TimelineEntry(day_text(ui, one.as_of), value_text(ui, one.one),
                          f"{one.source} · {ui.t('ui.outside.import_no', number=one.import_id)}", "plain")
            for one in source.others[:_MOST]
        ])
        self.history_title.show()
        self.history.setVisible(bool(source.others))
        self.nothing.setVisible(not source.others)

    def _place(self) -> tuple[str, object, str]:
        """Screen, argument and name of the place where the figure itself stands."""
        source = self.source
        assert source is not None
        if source.ref.kind == "line":
            return "statements", (self.customer_id, source.ref.key), "open_statements"
        if source.ref.kind == "ratio" or (source.ref.kind == "answer" and source.answer is None and source.formula):
            return "statements", self.customer_id, "open_statements"
        case_id = source.case.id if source.case is not None else 0
        if source.ref.kind == "master":
            return "customer", (self.customer_id, "identity"), "open_identity"
        if source.ref.kind == "score":
            return "score", case_id, "open_score"
        if source.ref.kind == "limit":
            return "documents", (case_id, "change_form"), "open_form"
        return "case", (case_id, source.ref.key), "open_case"

    def _to_import(self) -> None:
        """The import that brought the value, in the register."""
        if self.source is not None and self.source.came is not None:
            self.place_wanted.emit("imports", self.source.came.import_id)

    def _to_place(self) -> None:
        if self.source is not None:
            screen, argument, _ = self._place()
            self.place_wanted.emit(screen, argument)


def _value_text(ui: Ui, source: Source, currency: str) -> str:
    if source.told is not None:
        from app.ui.screens.customer.outside_words import value_text

        return value_text(ui, source.told.one)
    if source.ref.kind == "master":
        return source.text or "—"
    if source.month is not None:
        currency = source.month.currency
    if source.entry is not None:
        currency = source.entry.currency
    m = source.methodology
    return answer_text(ui, m, source.answer) if source.answer else figure_text(ui, m, source.ref, source.value, currency)


def facts_of(ui: Ui, source: Source) -> list[tuple[str, str | QWidget]]:
    """What is known of the origin, as pairs of a name and a text."""
    t = ui.t
    m, rows = source.methodology, []
    if source.statement is not None:
        one = source.statement
        framework = t(f"documents.framework.{one.framework.value}")
        rows.append((t("ui.source.period"), t("ui.source.period_is", end=one.end, framework=framework)))
        rows.append((t("ui.source.audit"), t("ui.source.audited" if one.audited else "ui.source.not_audited")))
        rows.append((t("ui.source.from"), source_name(ui, m, one.source)))
        if one.note:
            rows.append((t("ui.source.note"), one.note))
    if source.ref.kind == "line" and not source.typed:
        rows.append((t("ui.source.entered"), t("ui.source.added_up")))
    if source.answer is not None:
        rows += _answer_facts(ui, source)
    if source.change is not None:
        change = source.change
        rows.append((t("ui.source.change"), t("ui.file.change_no", no=change.no)))
        rows.append((t("ui.source.proposed"), t("ui.source.by_at", who=change.proposed_by, at=change.proposed_at.astimezone())))
        rows.append((t("ui.source.approved"), t("ui.source.by_at", who=change.approved_by, at=change.approved_at.astimezone())))
    if source.result is not None and source.change is not None:
        bound = next((one for one in m.limits if one.id == source.result.limit.capped_by), None)
        if bound is not None:
            rows.append((t("ui.source.method"), bound.label.get(ui.lang)))
    if source.case is not None:
        rows.append((t("ui.customer.case_number"), source.case.number))
    return [*rows, *_brought_facts(ui, source)]


def _brought_facts(ui: Ui, source: Source) -> list[tuple[str, str | QWidget]]:
    """Who says it of which day, and where it stands in which file."""
    if all(one is None for one in (source.told, source.came, source.month, source.entry)):
        return []
    from app.ui.screens.customer import outside_words as words

    t, rows = ui.t, []
    if source.told is not None:
        told = source.told
        rows.append((t("ui.source.from"), told.source))
        rows.append((t("ui.source.as_of"), words.day_text(ui, told.as_of)))
        if told.one.raw and told.one.raw != words.value_text(ui, told.one):
            rows.append((t("ui.outside.spelled"), told.one.raw))
        if source.ref.key.startswith("score."):
            rows.append((t("ui.outside.stands_for"), words.range_text(ui, told.mapped)))
    if source.month is not None:
        rows.append((t("ui.outside.month"), words.month_name(ui, source.month)))
        rows.append((t("ui.outside.added_up"), ui.plural("ui.outside.of_invoices", source.month.invoices)))
    if source.entry is not None:
        rows.append((t("ui.outside.line"), source.entry.number or "—"))
        rows.append((t("ui.outside.day"), ui.date(source.entry.day)))
    if source.came is not None:
        rows += words.came_facts(ui, source.came, source.changed)
    return list(rows)


def _answer_facts(ui: Ui, source: Source) -> list[tuple[str, str]]:
    t, answer, m = ui.t, source.answer, source.methodology
    assert answer is not None
    rows = [(t("ui.source.check"), check_state(ui, answer.check))]
    named = [source_name(ui, m, one) for one in answer.sources]
    rows.append((t("ui.source.from"), "; ".join(named) or "—"))
    if answer.as_of is not None:
        rows.append((t("ui.source.as_of"), t("ui.source.day", day=answer.as_of)))
    files = ", ".join(file.name for file in source.evidence)
    rows.append((t("ui.source.files"), files or t("ui.source.no_files")))
    if answer.by and answer.at is not None:
        rows.append((t("ui.source.entered"), t("ui.source.by_at", who=answer.by, at=answer.at.astimezone())))
    if answer.second_by:
        rows.append((t("ui.source.verified"), answer.second_by))
    for name in ("note", "comment", "reason"):
        if getattr(answer, name):
            rows.append((t(f"ui.source.{name}"), getattr(answer, name)))
    return rows

