"""The cards beside the table of the score: steps to the grade, policy, lift, five C, what moved since last time."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.models.domain.enums import C
from app.models.domain.methodology import Methodology
from app.models.domain.rating import ChangeSplit, Lift, LiftMove, RatingResult, Step
from app.services.rating.grade import band_grade, counted_before
from app.ui.context import Ui
from app.ui.screens.score.names import rule_label
from app.ui.screens.score.reading import Scored
from app.ui.screens.units import item_figure
from app.ui.screens.words import five_c, five_c_short
from app.ui.widgets.badge import GradeBadge
from app.ui.widgets.bars import ContributionBars
from app.ui.widgets.card import Card
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.interval_bar import IntervalBar
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label, Rule
from app.ui.widgets.radar import Radar
from app.ui.widgets.waterfall import Waterfall

BIGGEST = 6


class GradeCard(Card):
    """From the band to the grade, each step with the rule that spoke."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.grade")
        self._ui = ui
        row = QHBoxLayout()
        row.setSpacing(10)
        self.figure = Label(ui, role="figure", wrap=False)
        self.grade = GradeBadge(ui, large=True)
        self.state = Label(ui, role="small")
        for widget in (self.figure, self.grade):
            row.addWidget(widget)
        row.addWidget(self.state, 1)
        self.body.addLayout(row)
        self.bar = IntervalBar(ui)
        self.body.addWidget(self.bar)
        self.range = Label(ui, role="small")
        self.body.addWidget(self.range)
        self.below = Label(ui, role="small")
        self.body.addWidget(self.below)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(6)
        self.body.addLayout(self._steps)

    def show_score(self, scored: Scored) -> None:
        """Fill from a rating."""
        ui, result = self._ui, scored.result
        self.figure.set_text(ui.number(result.score, 1) if result.rated else "—")
        self.grade.set_grade(result.grade.name if result.rated else None)
        words = []
        if not result.rated:
            words.append(ui.t("ui.score.not_rated"))
        elif result.provisional:
            words.append(ui.t("ui.score.provisional", share=ui.percent(result.completeness * 100, 0)))
        if result.stop:
            words.append(ui.t("ui.score.stop"))
        self.state.set_text(" ".join(words))
        self.bar.set_range(result.interval.low, result.interval.high, result.score if result.rated else None)
        reach = result.interval
        key = "ui.score.can_end" if reach.low != reach.high else "ui.score.settled"
        self.range.set_text(ui.t(
            key, low=ui.number(reach.low, 1), high=ui.number(reach.high, 1), low_grade=reach.low_grade.name,
            high_grade=reach.high_grade.name,
        ))
        self.below.set_text(below_band(ui, scored))
        self.below.setVisible(bool(self.below.text()))
        rows = [(self._step(scored, step), step.after.name) for step in result.steps]
        counted = counted_before(result, scored.methodology.rules)
        if counted:
            rows.append((ui.t("ui.score.counted_before", points=counted), result.grade.name))
        draft = scored.draft
        if draft is not None and draft.standing.held:
            rows.append((ui.t(draft.standing.why), draft.standing.grade.name))
        clear_layout(self._steps)
        for number, (said, grade) in enumerate(rows):
            self._add(said, grade, first=not number)
        if draft is not None:
            self._add(ui.t("ui.score.proposed"), draft.terms.grade.name, first=False, last=True)

    def _add(self, words: str, grade: str, *, first: bool, last: bool = False) -> None:
        if not first:
            self._steps.addWidget(Rule())
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Label(self._ui, text=words, role="strong" if last else "muted"), 1)
        row.addWidget(GradeBadge(self._ui, grade, large=last))
        self._steps.addLayout(row)

    def _step(self, scored: Scored, step: Step) -> str:
        """What a step says; one that changed nothing is marked as such."""
        ui, rule = self._ui, step.rule
        text = ui.t(f"rating.step.{step.kind}")
        if step.kind in ("gate", "cap"):
            text = f"{text} {rule}: {rule_label(ui, scored.methodology, rule)}"
        elif step.kind == "completeness" and rule == "provisional":
            text = ui.t("rating.step.provisional")
        elif step.kind == "completeness":
            text = ui.t("ui.score.below_share", step=text, share=ui.percent(Decimal(rule) * 100, 0))
        elif step.kind == "warning":
            text = ui.t("ui.score.warning_points", points=rule)
        elif step.kind == "override" and rule:
            return ui.t(f"rating.override.{rule}")
        return text if step.binding else ui.t("ui.score.not_binding", step=text)


def below_band(ui: Ui, scored: Scored) -> str:
    """Why the grade can be lower than the band of the score, "" where nothing of the kind is in sight."""
    m, result = scored.methodology, scored.result
    points = _warning_points(result)
    if points:
        return ui.t("ui.score.warnings_lower", points=points, least=m.rules.warning_notch_from)
    reach = result.interval
    falls = result.rated and reach.low != reach.high and reach.low_grade < band_grade(m.bands, reach.low)
    return ui.t("ui.score.open_lower") if falls else ""


def _warning_points(result: RatingResult) -> str:
    """The early-warning points that cost a notch, "" when they do not."""
    return next((step.rule for step in result.steps if step.kind == "warning" and step.binding), "")


class PolicyCard(Card):
    """What follows from the grade, beside what is in force now."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.policy")
        self._ui = ui
        self.rows = KeyValue(ui)
        self.body.addWidget(self.rows)
        self.refusal = Label(ui, role="danger")
        self.body.addWidget(self.refusal)

    def show_score(self, scored: Scored) -> None:
        """Fill from the draft of the terms."""
        ui, draft = self._ui, scored.draft
        self.refusal.setVisible(scored.why_no_draft is not None)
        self.refusal.set_text(ui.error_text(scored.why_no_draft) if scored.why_no_draft is not None else "")
        if draft is None:
            self.rows.set_rows([])
            return
        terms, in_force = draft.terms, scored.view.around.in_force
        before = in_force.terms if in_force is not None else None
        policy = scored.methodology.policy(terms.grade)

        def moved(now: str, was: str | None) -> str:
            return now if was is None or was == now else f"{was} → {now}"

        def limit(amount: Decimal, currency: str) -> str:
            return ui.money(amount, currency, 0)

        old_limit = limit(before.limit, before.currency) if before else None
        rows = [(ui.t("ui.score.limit"), moved(limit(terms.limit, terms.currency), old_limit))]
        if scored.result.limit.frozen:
            rows.append((ui.t("ui.score.limit_unfrozen"), limit(scored.result.limit.unfrozen, terms.currency)))
        self.rows.set_rows([
            *rows,
            (ui.t("ui.score.term"), moved(ui.plural("ui.score.days", terms.term_days),
                                          ui.plural("ui.score.days", before.term_days) if before else None)),
            (ui.t("ui.score.prepayment"), moved(ui.percent(terms.prepayment_pct, 0),
                                                ui.percent(before.prepayment_pct, 0) if before else None)),
            (ui.t("ui.score.security"), terms.security or policy.security.get(ui.lang)),
            (ui.t("ui.score.release"), terms.release or policy.release.get(ui.lang)),
            (ui.t("ui.score.next_review"), ui.date(draft.next_review)),
        ])


class LiftCard(Card):
    """The smallest set of changes that reaches the next grade."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.lift")
        self._ui = ui
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addLayout(self._lines)

    def show_lift(self, scored: Scored, lift: Lift | None) -> None:
        """Fill; None while it is being worked out."""
        clear_layout(self._lines)
        for text, role in self._texts(scored, lift):
            self._lines.addWidget(Label(self._ui, text=text, role=role))

    def _texts(self, scored: Scored, lift: Lift | None) -> list[tuple[str, str]]:
        ui = self._ui
        if lift is None:
            return [(ui.t("ui.score.lift_working"), "muted")]
        if lift.target is None:
            return [(ui.t("ui.score.lift_top"), "muted")]
        self.set_title(ui.t("ui.score.lift_to", grade=lift.target.name))
        if not lift.moves:
            reasons = [self._blocked(scored.methodology, rule) for rule in lift.blocked_by]
            return [(ui.t("ui.score.lift_blocked"), "muted"), *((f"· {reason}", "small") for reason in reasons)]
        lines = [(f"{at}. {self._move(scored.methodology, move)}", "body") for at, move in enumerate(lift.moves, 1)]
        if _warning_points(scored.result):
            band = next((one for one in scored.methodology.bands if one.grade is lift.target.moved(1)), None)
            if band is not None:
                words = ui.t("ui.score.lift_band", band=band.grade.name, low=ui.number(band.low), grade=lift.target.name)
                lines.insert(0, (words, "small"))
        if lift.score is not None:
            key = "ui.score.lift_sum" if lift.exact else "ui.score.lift_one_way"
            lines.append((ui.t(key, score=ui.number(lift.score, 1), grade=lift.target.name), "small"))
        return lines

    def _blocked(self, m: Methodology, rule: str) -> str:
        key = rule if rule.startswith("rating.") else f"rating.lift.{rule}"
        return self._ui.t(key) if key in self._ui.texts else f"{rule} {rule_label(self._ui, m, rule)}"

    def _move(self, m: Methodology, move: LiftMove) -> str:
        ui, item = self._ui, m.item(move.item)
        was = self._points(move.from_y) if move.from_x is None else item_figure(ui, item, move.from_x)
        to = self._points(move.to_y) if move.to_x is None else item_figure(ui, item, move.to_x, promised=True)
        return f"{item.label.get(ui.lang)}: {was} → {to}  (+{ui.number(move.adds, 2)})"

    def _points(self, y: Decimal) -> str:
        return self._ui.t("ui.score.points", y=self._ui.number(y, 1))


class FiveCCard(Card):
    """Five scores against last time, and what each adds."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.five_c")
        self._ui = ui
        self.radar = Radar(ui)
        self.radar.setMinimumHeight(230)
        self.body.addWidget(self.radar)
        self.bars = ContributionBars(ui)
        self.body.addWidget(self.bars)

    def show_score(self, scored: Scored) -> None:
        """Fill from a rating."""
        ui = self._ui
        now = {one.c: one for one in scored.result.cs}
        last = {one.c: one.score for one in scored.previous.result.cs} if scored.previous is not None else None
        scores = [now[c].score if c in now else None for c in C]
        self.radar.set_values([five_c_short(ui, c) for c in C], scores, [last.get(c) for c in C] if last is not None else None)
        self.bars.set_bars([(five_c(ui, c), now[c].adds) for c in C if c in now])
        self.set_note(ui.t("ui.score.adds_to", score=ui.number(scored.result.score, 1)))


class ChangeCard(Card):
    """What moved since last time, as a waterfall; every part adds up."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "ui.score.change")
        self._ui = ui
        self.chart = Waterfall(ui)
        self.body.addWidget(self.chart)
        self.notches = Label(ui, role="small")
        self.body.addWidget(self.notches)

    def show_split(self, m: Methodology, split: ChangeSplit) -> None:
        """Fill from the split of a change."""
        ui = self._ui
        moved = sorted((one for one in split.items if one.change), key=lambda one: -abs(one.change))
        steps = [(m.item(one.item).label.get(ui.lang), one.change) for one in moved[:BIGGEST]]
        rest = split.inputs - sum((one.change for one in moved[:BIGGEST]), Decimal(0))
        if rest:
            steps.append((ui.t("ui.score.other_items"), rest))
        if split.methodology:
            steps.append((ui.t("ui.score.by_methodology"), split.methodology))
        self.chart.set_steps((ui.t("ui.score.last_time"), split.score_before), steps, (ui.t("ui.score.now"), split.score_after))
        self.set_note(f"{ui.number(split.score_before, 1)} → {ui.number(split.score_after, 1)}")
        self.notches.set_text(ui.t(
            "ui.score.notches", before=split.grade_before.name, after=split.grade_after.name,
            inputs=_signed(split.inputs_notches), methodology=_signed(split.methodology_notches),
            override=_signed(split.override_notches),
        ))


def _signed(notches: int) -> str:
    return f"{notches:+d}" if notches else "0"
