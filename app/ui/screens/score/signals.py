"""The cards below the table of the score: limit methods, models and early warnings, the four principles."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.models.domain.enums import Colour, Severity
from app.models.domain.labels import Labels
from app.models.domain.methodology import Methodology
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.screens.score.reading import Scored
from app.ui.screens.units import ratio_figure
from app.ui.widgets.badge import Badge
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label

_COLOURS = {Colour.RED: "danger", Colour.AMBER: "warning", Colour.NONE: "good", Colour.NOT_EVALUATED: "plain"}
_SEVERITIES = {Severity.OK: "good", Severity.NOTE: "warning", Severity.PROBLEM: "danger"}


def labels(m: Methodology) -> dict[str, Labels]:
    """What every name of the methodology's formulas is called."""
    found = {line.key: line.label for line in m.lines}
    found.update({ratio.key: ratio.label for ratio in m.ratios})
    found.update({model.key: model.label for model in m.models})
    found.update({item.id: item.label for item in m.items})
    found.update({fact.id: fact.label for fact in m.facts})
    return found


class LimitCard(Card):
    """The limit methods side by side; the one that binds is named."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.limits")
        self._ui = ui
        self.table = DataTable(ui, [
            Column("method", "ui.score.method", stretch=True),
            Column("amount", "ui.score.amount", width=150),
            Column("state", "ui.score.state", kind="badge", width=120),
        ], "ui.score.limits", wrap=True)
        self.body.addWidget(self.table)
        self.outcome = Label(ui)
        self.body.addWidget(self.outcome)

    def show_score(self, scored: Scored) -> None:
        """Fill from a rating."""
        ui, m, limit = self._ui, scored.methodology, scored.result.limit
        currency = scored.view.head.currency
        methods = {method.id: method for method in m.limits}
        rows = []
        for one in limit.outcomes:
            label = f"{one.method}  {methods[one.method].label.get(ui.lang)}"
            if one.amount is None:
                why = ui.t(one.why_not, about=self._about(m, one.about))
                rows.append((f"{label}\n{why}", "—", (ui.t("ui.score.no_figure"), "plain")))
            elif one.binding:
                rows.append((label, ui.money(one.amount, currency, 0), (ui.t("ui.score.binding"), "accent")))
            else:
                state = ("ui.score.counts", "good") if one.on else ("ui.score.shown", "plain")
                rows.append((label, ui.money(one.amount, currency, 0), (ui.t(state[0]), state[1])))
        self.table.set_rows(rows, [one.method for one in limit.outcomes])
        self.table.fit_height()
        by = f"rating.limit.{limit.capped_by}"
        reason = ui.t(by) if by in ui.texts else limit.capped_by
        self.outcome.set_text(ui.t("ui.score.recommended", amount=ui.money(limit.amount, currency, 0), by=reason))

    def _about(self, m: Methodology, name: str) -> str:
        label = labels(m).get(name)
        if label is not None:
            return label.get(self._ui.lang)
        key = f"rating.name.{name}"
        return self._ui.t(key) if key in self._ui.texts else name


class SignalsCard(Card):
    """Models and early warnings with their figures."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.signals")
        self._ui = ui
        columns = [
            Column("what", "ui.score.signal", stretch=True),
            Column("value", "ui.score.value", width=110),
            Column("state", "ui.score.state", kind="badge", width=150),
        ]
        self.models = DataTable(ui, columns, "ui.score.models", wrap=True)
        self.warnings = DataTable(ui, columns, "ui.score.warnings", wrap=True)
        self.body.addWidget(self.models)
        self.points = Label(ui)
        self.body.addWidget(self.points)
        self.body.addWidget(self.warnings)

    def show_score(self, scored: Scored) -> None:
        """Fill from a rating."""
        ui, m, result = self._ui, scored.methodology, scored.result
        models = {model.key: model for model in m.models}
        rows = []
        for one in result.models:
            zones = {zone.key: zone for zone in models[one.key].zones}
            tone = {"good": "good", "grey": "warning", "bad": "danger"}
            zone = zones.get(one.zone)
            state = (zone.label.get(ui.lang), tone.get(zone.tone, "plain")) if zone else (ui.t("ui.score.no_figure"), "plain")
            figure = "—" if one.value.value is None else ui.number(one.value.value, 3)
            rows.append((models[one.key].label.get(ui.lang), figure, state))
        self.models.set_rows(rows, [one.key for one in result.models])
        self.models.fit_height()
        rules = {rule.id: rule for rule in m.warnings}
        order = {Colour.RED: 0, Colour.AMBER: 1, Colour.NONE: 2, Colour.NOT_EVALUATED: 3}
        hits = sorted(result.warnings, key=lambda hit: (order[hit.colour], hit.rule))
        self.warnings.set_rows([
            (f"{hit.rule}  {rules[hit.rule].label.get(ui.lang)}", ratio_figure(ui, hit.value.value, rules[hit.rule].unit, 2),
             (ui.t(f"ui.score.colour.{hit.colour.value}"), _COLOURS[hit.colour])) for hit in hits
        ], [hit.rule for hit in hits])
        self.warnings.fit_height()
        key = "ui.score.frozen" if result.limit_frozen else "ui.score.warning_points"
        self.points.set_text(ui.t(key, points=result.warning_points))


class PrinciplesCard(Card):
    """Truth, consistency, independence, prudence: what the checks found."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.principles")
        self._ui = ui
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.body.addLayout(self._lines)

    def show_score(self, scored: Scored) -> None:
        """Fill from the findings."""
        clear_layout(self._lines)
        for finding in scored.findings:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Badge(self._ui, self._ui.t(f"principle.{finding.principle.value}"), _SEVERITIES[finding.severity]))
            row.addWidget(Label(self._ui, text=self._ui.t(finding.text, **dict(finding.params))), 1)
            self._lines.addLayout(row)
