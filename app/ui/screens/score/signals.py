"""The cards below the table of the score: limit methods, models and early warnings, the four principles."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.models.domain.enums import Colour, Severity
from app.models.domain.methodology import Methodology
from app.models.domain.rating import LimitOutcome, WarningHit
from app.ui.context import Ui
from app.ui.qtmodels.rows import Column
from app.ui.screens.score.fitted import FittedTable
from app.ui.screens.score.names import finding_text, name_label
from app.ui.screens.score.reading import Scored
from app.ui.screens.units import ratio_figure
from app.ui.widgets.badge import Badge
from app.ui.widgets.card import Card
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label

_COLOURS = {Colour.RED: "danger", Colour.AMBER: "warning", Colour.NONE: "good", Colour.NOT_EVALUATED: "plain"}
_SEVERITIES = {Severity.OK: "good", Severity.NOTE: "warning", Severity.PROBLEM: "danger"}


class LimitCard(Card):
    """The limit methods side by side; the one that binds is named."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.limits")
        self._ui = ui
        self.table = FittedTable(ui, [
            Column("method", "ui.score.method", stretch=True),
            Column("amount", "ui.score.amount", kind="number", width=160),
            Column("state", "ui.score.state", kind="badge", width=150),
        ], "ui.score.limits")
        self.body.addWidget(self.table)
        self.outcome = Label(ui)
        self.body.addWidget(self.outcome)

    def show_score(self, scored: Scored) -> None:
        """Fill from a rating."""
        ui, m, limit = self._ui, scored.methodology, scored.result.limit
        binding = limit.unfrozen_by if limit.frozen else limit.capped_by
        self.table.set_rows(
            [self._row(scored, one, one.method == binding) for one in limit.outcomes], [one.method for one in limit.outcomes]
        )
        draft, currency = scored.draft, scored.view.head.currency
        lines = [ui.t("ui.score.recommended", amount=ui.money(limit.amount, currency, 0), by=self._by(m, limit.capped_by))]
        if limit.frozen:
            amount = ui.money(limit.unfrozen, currency, 0)
            lines.append(ui.t("ui.score.unfrozen", amount=amount, by=self._by(m, limit.unfrozen_by)))
        elif draft is not None and draft.recommended != limit.amount:
            amount = ui.money(draft.recommended, currency, 0)
            lines.append(ui.t("ui.score.recommended_at", amount=amount, grade=draft.terms.grade.name))
        self.outcome.set_text("\n".join(lines))

    def _row(self, scored: Scored, one: LimitOutcome, binds: bool) -> tuple[object, ...]:
        ui, m = self._ui, scored.methodology
        label = next(method.label for method in m.limits if method.id == one.method).get(ui.lang)
        if one.amount is None:
            why = ui.t(one.why_not, about=name_label(ui, m, one.about))
            return f"{label}\n{one.method} · {why}", "—", (ui.t("ui.score.no_figure"), "plain")
        counts = ("ui.score.counts", "good") if one.on and one.binding else ("ui.score.shown", "plain")
        key, kind = ("ui.score.binding", "accent") if binds else counts
        return f"{label}\n{one.method}", ui.money(one.amount, scored.view.head.currency, 0), (ui.t(key), kind)

    def _by(self, m: Methodology, capped_by: str) -> str:
        """What the limit comes from: a method, the request, the grade, or that no method can be computed."""
        key = f"rating.limit.{capped_by}"
        if key in self._ui.texts:
            return self._ui.t(key)
        return next((method.label.get(self._ui.lang) for method in m.limits if method.id == capped_by), capped_by)


class SignalsCard(Card):
    """Models and early warnings with their figures."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.signals")
        self._ui = ui
        columns = [
            Column("what", "ui.score.signal", stretch=True),
            Column("value", "ui.score.value", kind="number", width=110),
            Column("state", "ui.score.state", kind="badge", width=150),
        ]
        self.models = FittedTable(ui, columns, "ui.score.models")
        self.warnings = FittedTable(ui, columns, "ui.score.warnings")
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
        order = {Colour.RED: 0, Colour.AMBER: 1, Colour.NONE: 2, Colour.NOT_EVALUATED: 3}
        hits = sorted(result.warnings, key=lambda hit: (order[hit.colour], hit.rule))
        self.warnings.set_rows([self._warning(scored, hit) for hit in hits], [hit.rule for hit in hits])
        key = "ui.score.frozen" if result.limit_frozen else "ui.score.warning_points"
        self.points.set_text(ui.t(key, points=result.warning_points))

    def _warning(self, scored: Scored, hit: WarningHit) -> tuple[object, ...]:
        """Why a rule could not be evaluated is told under its name."""
        ui, m = self._ui, scored.methodology
        rule = next(one for one in m.warnings if one.id == hit.rule)
        why = ""
        if hit.colour is Colour.NOT_EVALUATED and hit.value.reason:
            why = " · " + ui.t(hit.value.reason, about=name_label(ui, m, hit.value.about))
        state = (ui.t(f"ui.score.colour.{hit.colour.value}"), _COLOURS[hit.colour])
        return f"{rule.label.get(ui.lang)}\n{rule.id}{why}", ratio_figure(ui, hit.value.value, rule.unit, 2), state


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
            row.addWidget(Label(self._ui, text=finding_text(self._ui, finding)), 1)
            self._lines.addLayout(row)
