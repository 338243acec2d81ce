"""Words for alarms, as the list of all customers, the customer's file and the box of one alarm say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from app.models.domain.alarms import Alarm, AlarmState
from app.models.domain.enums import Colour
from app.ui.screens.units import ratio_figure

if TYPE_CHECKING:
    from app.models.domain.methodology import WarningRule
    from app.ui.context import Ui

Rules = Mapping[str, "WarningRule"]
_STATE_KINDS = {AlarmState.OPEN: "warning", AlarmState.ANSWERED: "info", AlarmState.CLOSED: "good"}


def rule_name(ui: Ui, rules: Rules, rule: str) -> str:
    """What a rule is called, with its number."""
    known = rules.get(rule)
    return ui.t("ui.alarms.rule", name=known.label.get(ui.lang), id=rule) if known is not None else rule


def question(ui: Ui, rules: Rules, alarm: Alarm) -> str:
    """What the customer is asked: in the officer's words, else as the rule asks."""
    known = rules.get(alarm.rule)
    return alarm.asked or (known.question.get(ui.lang) if known is not None else "")


def colour(ui: Ui, alarm: Alarm) -> tuple[str, str]:
    """Amber or red, and the kind of its badge."""
    return ui.t(f"ui.alarms.colour.{alarm.colour.value}"), "danger" if alarm.colour is Colour.RED else "warning"


def state(ui: Ui, alarm: Alarm, today: date) -> tuple[str, str]:
    """Where it stands, overdue first, and the kind of its badge."""
    late = alarm.late(today)
    if late:
        return ui.plural("ui.alarms.late", late), "danger"
    if alarm.gone:
        return ui.t("ui.alarms.gone"), "plain"
    return ui.t(f"ui.alarms.state.{alarm.state.value}"), _STATE_KINDS[alarm.state]


def figure(ui: Ui, rules: Rules, alarm: Alarm) -> str:
    """The figure of the rule, "" where it has none."""
    known = rules.get(alarm.rule)
    if known is None or alarm.value is None:
        return ""
    places = 0 if known.unit == "count" else 1 if known.unit in ("%", "days") else 2
    if known.unit == "pp":
        return ui.t("documents.unit.pp", n=ui.number(alarm.value * 100, 1))
    return ratio_figure(ui, alarm.value, known.unit, places)


def raised(ui: Ui, alarm: Alarm) -> str:
    """When and by what it was raised."""
    day = alarm.raised.astimezone().date()
    if alarm.period is not None:
        return ui.t(f"ui.alarms.raised.{alarm.source}_year", day=day, period=alarm.period)
    return ui.t(f"ui.alarms.raised.{alarm.source}", day=day)


def actions(ui: Ui, alarm: Alarm) -> str:
    """What was done, in a list."""
    return ui.t("ui.alarms.comma").join(ui.t(f"ui.alarms.action.{one}") for one in alarm.actions)


def points(ui: Ui, number: int) -> str:
    """So many points."""
    return ui.plural("ui.alarms.points", number)
