"""The steps of the welcome, a page each. A page knows how to fill itself and what to keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from app.models.domain.enums import Role
from app.texts import Texts, languages
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import LineEdit
from app.ui.screens.words import CURRENCIES
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.registry import Services

_GAP = 10


class Step(QWidget):
    """A heading, a text, and what is asked. ``name`` is the last part of its texts' keys."""

    name = ""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.fields: dict[str, Field] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(Label(ui, f"ui.welcome.{self.name}", role="title"))
        column.addWidget(Label(ui, f"ui.welcome.{self.name}.text"))
        self.body = QVBoxLayout()
        self.body.setSpacing(_GAP)
        column.addLayout(self.body)
        column.addStretch(1)
        self.build()

    def build(self) -> None:
        """Add what is asked."""

    def first(self) -> QWidget | None:
        """What gets the focus, None when nothing is asked."""
        return next(iter(self.fields.values()), None)

    def choice(self, key: str | None, text: str = "") -> QRadioButton:
        """One of several ways; the keys ↑ and ↓ go through them."""
        button = QRadioButton(self.ui.t(key) if key else text, self)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMinimumHeight(self.ui.px(30))
        self.body.addWidget(button)
        return button


class LanguageStep(Step):
    """Each language under its own name; choosing one switches the window at once."""

    name = "language"

    def build(self) -> None:
        self.buttons: dict[str, QRadioButton] = {}
        for code in languages():
            button = self.choice(None, Texts.load(code)("language.name"))
            button.setChecked(code == self.ui.lang)
            button.toggled.connect(self._chosen)
            self.buttons[code] = button
        self.ui.language_changed.connect(self._follow)

    def first(self) -> QWidget:
        return self.buttons[self.ui.lang]

    def _chosen(self, on: bool) -> None:
        if on:
            self.ui.switch_language(next(code for code, button in self.buttons.items() if button.isChecked()))

    def _follow(self) -> None:
        self.buttons[self.ui.lang].setChecked(True)


class OfficersStep(Step):
    """Two names and roles."""

    name = "officers"

    def build(self) -> None:
        ui = self.ui
        grid = FormGrid(ui, label_width=ui.px(150))
        first = LineEdit(ui, "ui.welcome.first_name", max_length=80)
        second = LineEdit(ui, "ui.welcome.second_name", max_length=80)
        self.roles = [ChoiceBox(ui, key, choices=self._roles, empty_key=None)
                      for key in ("ui.welcome.first_role", "ui.welcome.second_role")]
        for role, value in zip(self.roles, (Role.CREDIT_MANAGER, Role.GENERAL_MANAGER), strict=True):
            role.set_value(value)
        grid.add(first, key="ui.welcome.first_name")
        grid.add(self.roles[0], key="ui.welcome.first_role")
        grid.add(second, key="ui.welcome.second_name")
        grid.add(self.roles[1], key="ui.welcome.second_role")
        self.body.addWidget(grid)
        self.fields = {"first": first, "second": second}
        ui.language_changed.connect(self._hint)
        self._hint()

    def wanted(self) -> tuple[tuple[str, Role], tuple[str, Role]]:
        """Name and role of both; an empty name becomes "officer 1" in the language chosen."""
        names = [field.value() or self.ui.t(f"officer.{which}") for which, field in self.fields.items()]
        return (names[0], self.roles[0].value()), (names[1], self.roles[1].value())

    def _roles(self) -> list[tuple[Any, str]]:
        return [(role, self.ui.t(f"ui.role.{role.value}")) for role in Role]

    def _hint(self) -> None:
        for which, field in self.fields.items():
            assert isinstance(field, LineEdit)
            field.set_placeholder(self.ui.t(f"officer.{which}"))


class CompanyStep(Step):
    """Name of the own company and the base currency."""

    name = "company"

    def build(self) -> None:
        ui = self.ui
        grid = FormGrid(ui, label_width=ui.px(150))
        self.company = LineEdit(ui, "ui.settings.company_name", max_length=200)
        self.currency = ChoiceBox(ui, "ui.settings.base_currency", choices=[(c, c) for c in CURRENCIES], empty_key=None)
        self.currency.setMaximumWidth(ui.px(160))
        grid.add(self.company, key="ui.settings.company_name")
        grid.add(self.currency, key="ui.settings.base_currency")
        self.body.addWidget(grid)
        self.fields = {"company_name": self.company, "base_currency": self.currency}

    def wanted(self) -> dict[str, str]:
        """The settings to keep."""
        return {"company_name": self.company.value(), "base_currency": self.currency.value()}

    def fill(self, kept: Mapping[str, str]) -> None:
        """Show what the store has."""
        self.company.set_value(kept["company_name"])
        self.currency.set_value(kept["base_currency"])


class SampleStep(Step):
    """With the sample company, or without."""

    name = "sample"

    def build(self) -> None:
        self.yes = self.choice("ui.welcome.sample.yes")
        self.no = self.choice("ui.welcome.sample.no")
        self.yes.setChecked(True)
        self.ui.language_changed.connect(self._label)

    def first(self) -> QWidget:
        return self.yes if self.yes.isChecked() else self.no

    def _label(self) -> None:
        self.yes.setText(self.ui.t("ui.welcome.sample.yes"))
        self.no.setText(self.ui.t("ui.welcome.sample.no"))


class DoneStep(Step):
    """What to know before the first day."""

    name = "done"

    def build(self) -> None:
        self.body.addWidget(Label(self.ui, "ui.welcome.done.keys", role="muted"))


STEPS: tuple[type[Step], ...] = (LanguageStep, OfficersStep, CompanyStep, SampleStep, DoneStep)


def keep_officers(
    services: Services, wanted: tuple[tuple[str, Role], tuple[str, Role]], by: str
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Give the first two officers these names and roles; return all active names and what changed."""
    from app.models.domain.errors import UserError

    flags: frozenset[str] = frozenset()
    if services.rights.refusal("officer.rename", by) is not None:   # the store is being set up: who keeps the list gives names
        by = next(iter(services.rights.who("officer.rename")), by)
    if wanted[0][0].casefold() == wanted[1][0].casefold():
        raise UserError("store.officer_exists", "name", name=wanted[1][0])
    there = services.officers.all()[:2]
    for officer, (name, role) in zip(there, wanted, strict=False):
        if officer.name != name:
            flags |= services.officers.rename(officer.id, name, by).flags
            by = name if officer.name == by else by
        if officer.role is not role:
            flags |= services.officers.set_role(officer.id, role, by).flags
    return tuple(one.name for one in services.officers.all() if one.active), flags
