"""One page with every generic widget in every state: for the pictures and for the checks of names and cut texts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.step_scale import StepScale
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.forms.yes_no import YesNoEdit
from app.ui.qtmodels.rows import Column
from app.ui.theme.tokens import GRADES
from app.ui.widgets.badge import KINDS, Badge, GradeBadge
from app.ui.widgets.band_scale import BandScale
from app.ui.widgets.banner import Banner
from app.ui.widgets.bars import ContributionBars
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.interval_bar import IntervalBar
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label
from app.ui.widgets.radar import Radar
from app.ui.widgets.waterfall import Waterfall

D = Decimal
LONG = "Доля оборудования моложе восьми лет в общей стоимости оборудования, по данным инвентарной книги"


def table(ui: Ui) -> DataTable:
    columns = (
        Column("name", "ui.group.general", stretch=True, strong=True),
        Column("grade", "ui.group.go", kind="grade", width=80),
        Column("why", "ui.action.save", kind="badge", width=190),
        Column("amount", "ui.action.back", kind="number", places=2, width=130, editable=True),
        Column("day", "ui.action.forward", kind="date", width=100),
    )
    made = DataTable(ui, columns, "ui.preview.name")
    made.set_rows(
        [
            ("示例精密机械有限公司", "BBB", ("notes payable ×2.4", "danger"), D("1860000"), date(2026, 11, 22)),
            ("ООО «Пример-Сталь»", "A", ("second officer", "warning"), D("22400000.5"), None),
            ("Muster Werkzeuge GmbH", None, ("equipment open", "plain"), None, date(2026, 11, 24)),
            ("Example Trading Ltd", "D", ("seen", "good"), D("0"), date(2026, 11, 25)),
        ],
        ids=[11, 12, 13, 14],
    )
    made.set_cell_error(2, 3, "12,3a", "not a number")
    return made


def form(ui: Ui) -> FormGrid:
    grid = FormGrid(ui)
    grid.add_section(text="Capacity")
    share = DecimalEdit(ui, unit="%", kind="percent")
    share.set_value(D("78.5"))
    grid.add(share, text="Capacity utilisation", help_text="actual ÷ design output")
    wrong = DecimalEdit(ui)
    wrong.set_raw_text("12,5 qq")
    grid.add(wrong, text=LONG)
    doubtful = DecimalEdit(ui)
    doubtful.set_raw_text("1,234")
    grid.add(doubtful, text="总资产")
    grid.add(DateEdit(ui), text="As of")
    choice = ChoiceBox(ui, choices=[("m", "complete, monthly"), ("n", "none")])
    choice.set_value("m")
    grid.add(choice, text="Maintenance records")
    steps = StepScale(ui, labels=("not proven", "poor", "rather low", "average", "good", "excellent"))
    steps.set_value(3)
    grid.add(steps, text="Technical level")
    grid.add(StepScale(ui), text="Bottleneck")
    yes = YesNoEdit(ui)
    yes.set_value(True)
    grid.add(yes, text="Insured")
    grid.add(LineEdit(ui, placeholder_key="ui.field.not_asked"), text="Source")
    grid.add(TextEdit(ui, lines=2), text="Note")
    return grid


def _charts(ui: Ui, column: QVBoxLayout) -> None:
    scale = BandScale(ui)
    borders = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    scale.set_bands([(grade, D(borders[9 - at]), D(borders[10 - at])) for at, grade in enumerate(GRADES)], D("68.4"))
    bars = ContributionBars(ui)
    bars.set_bars([("Current ratio", D("4.85")), (LONG, D("-1.20")), ("已按期付款", D("8.6"))])
    fall = Waterfall(ui)
    fall.set_steps(("Last", D("74.1")), [("Cash", D("-5.2")), ("Debt", D("-1.5")), ("Notes", D("1.0"))], ("Now", D("68.4")))
    radar = Radar(ui)
    radar.set_values(
        ("Character", "Capacity", "Capital", "Collateral", "Conditions"),
        (D(81), D(70), D(64), D(52), None),
        (D(85), D(78), D(60), D(66), D(75)),
    )
    interval = IntervalBar(ui)
    interval.set_range(D(52), D(79), D("68.4"))
    card = Card(ui, "ui.group.go", note="74.1 → 68.4")
    for chart in (scale, interval, bars, fall):
        card.body.addWidget(chart)
    column.addWidget(card)
    five = Card(ui, title="5C")
    five.body.addWidget(radar)
    column.addWidget(five)
    column.addStretch(1)


def _small_things(ui: Ui, column: QVBoxLayout) -> None:
    buttons = QHBoxLayout()
    for kind in ("primary", "secondary", "ghost", "danger"):
        buttons.addWidget(Button(ui, "ui.action.save", kind, icon="save"))
    off = Button(ui, "ui.retry", "primary")
    off.setEnabled(False)
    buttons.addWidget(off)
    buttons.addWidget(IconButton(ui, "print", "ui.action.print"))
    buttons.addStretch(1)
    column.addLayout(buttons)
    pills = FlowRow()
    for kind in KINDS:
        pills.add(Badge(ui, f"pill {kind}", kind))
    for grade in (*GRADES, None):
        pills.add(GradeBadge(ui, grade))
    pills.add(GradeBadge(ui, "BBB", large=True))
    column.addWidget(pills)
    for kind in ("info", "good", "warning", "danger"):
        banner = Banner(ui)
        banner.show_message(ui.t("ui.fault.advice"), kind, ui.t("ui.retry"), banner.clear)
        column.addWidget(banner)
    ticks = QHBoxLayout()
    tick = QCheckBox(ui.t("ui.yes"))
    tick.setChecked(True)
    ticks.addWidget(tick)
    ticks.addWidget(QCheckBox(ui.t("ui.no")))
    tabs = QTabBar()
    tabs.setAccessibleName("tabs")
    for key in ("ui.group.general", "ui.group.go"):
        tabs.addTab(ui.t(key))
    ticks.addWidget(tabs)
    ticks.addStretch(1)
    column.addLayout(ticks)


class Gallery(QWidget):
    """Everything at once."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        grid = QGridLayout(self)
        grid.setContentsMargins(18, 18, 18, 18)
        grid.setSpacing(14)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        left, right = QVBoxLayout(), QVBoxLayout()
        self.form = form(ui)
        self.table = table(ui)
        first = Card(ui, "ui.group.general", note="Space")
        first.body.addWidget(self.form)
        second = Card(ui, title="Do next")
        second.body.addWidget(self.table)
        left.addWidget(first)
        left.addWidget(second, 1)
        third = Card(ui)
        _small_things(ui, third.body)
        right.addWidget(third)
        values = KeyValue(ui)
        values.set_rows([("Credit limit", "¥ 2,400,000 → ¥ 900,000"), (LONG, ""), ("Grade", GradeBadge(ui, "BB"))])
        fourth = Card(ui, title="Policy", note="BB, v3")
        fourth.body.addWidget(values)
        right.addWidget(fourth)
        self.action = QAction(ui.t("ui.action.save"), self)
        right.addWidget(EmptyState(ui, "customers", "ui.fault.title", "ui.fault.advice", self.action))
        charts = QVBoxLayout()
        _charts(ui, charts)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        grid.addLayout(charts, 0, 2)
        grid.setColumnStretch(2, 2)
        self.title = Label(ui, text="<b>plain</b> text", role="title")
        grid.addWidget(self.title, 1, 0)
