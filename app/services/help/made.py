"""Topics made from the methodology: each item, fact, ratio, cap and warning explains itself in the words of its data row."""

from __future__ import annotations

import re
from decimal import Decimal

from app.models.domain.enums import ScoringKind
from app.models.domain.methodology import Cap, Fact, Item, Methodology, Ratio, WarningRule
from app.services.help.pages import Page
from app.texts import Texts

_MARKS = re.compile(r"([\\`*_\[\]#<>|])")


def methodology_pages(m: Methodology, texts: Texts) -> dict[str, Page]:
    """Every topic that ``m`` gives, by its id: ``item:A04``, ``ratio:current``, ``cap:K01``, ``warning:W01``."""
    made = _Maker(m, texts)
    pages = [made.item(item) for item in m.items]
    pages += [made.fact(fact) for fact in m.facts]
    pages += [made.ratio(ratio) for ratio in m.ratios]
    pages += [made.cap(cap) for cap in m.caps]
    pages += [made.warning(rule) for rule in m.warnings]
    return {page.id: page for page in pages}


class _Maker:
    """Writes pages in one language."""

    def __init__(self, m: Methodology, texts: Texts) -> None:
        self._m, self._t, self._lang = m, texts, texts.lang
        self._alarms = {cap.id: f"cap:{cap.id}" for cap in m.caps} | {rule.id: f"warning:{rule.id}" for rule in m.warnings}
        self._names = {cap.id: cap.label for cap in m.caps} | {rule.id: rule.label for rule in m.warnings}

    # --- items -----------------------------------------------------------------------------------------------------

    def item(self, item: Item) -> Page:
        """What is asked, why, where to look, how it is scored."""
        t, title = self._t, item.label.get(self._lang)
        parts = [plain(item.help.get(self._lang)), f"## {t('help.item.answer')}", self._answer(item)]
        sources = [source.label.get(self._lang) for source in self._m.sources if source.key in item.evidence]
        if sources:
            parts += [f"## {t('help.item.where')}", "\n".join(f"- {plain(one)}" for one in sources)]
        parts += [f"## {t('help.item.scoring')}", self._scoring(item)]
        alarms = [self._alarm(one) for one in item.alarms if one in self._alarms]
        if alarms:
            parts += [f"## {t('help.item.alarms')}", "\n".join(f"- {one}" for one in alarms)]
        parts.append(self._see("case", "score", "methodology"))
        return self._page(f"item:{item.id}", f"{title} · {item.id}", parts)

    def _answer(self, item: Item) -> str:
        t = self._t
        if item.source == "expr":
            told = [t("help.item.computed", formula=code(item.formula or ""))]
        else:
            told = [t(f"help.kind.{item.kind.value}")]
        if item.unit and item.source != "expr":
            told.append(t("help.item.unit", unit=self._unit(item.unit)))
        if item.low is not None and item.high is not None:
            told.append(t("help.item.plausible", low=t.number(item.low), high=t.number(item.high)))
        if item.key:
            told.append(t("help.item.key"))
        if item.secret:
            told.append(t("help.item.secret"))
        lines = ("" if self._lang == "zh" else " ").join(told)
        choices = [choice for choice in item.choices if item.scoring.kind is not ScoringKind.STEPS]
        if choices:
            lines += "\n\n" + "\n".join(f"- {plain(choice.label.get(self._lang))}" for choice in choices)
        return lines

    def _scoring(self, item: Item) -> str:
        t, scoring = self._t, item.scoring
        kind = scoring.kind
        if kind is ScoringKind.STEPS:
            points = scoring.steps
            steps = [
                f"- {plain(choice.label.get(self._lang))}: {self._number(points[choice.step])}"
                for choice in item.choices
                if choice.step is not None and choice.step < len(points)
            ]
            text = t("help.scoring.steps") + ("\n\n" + "\n".join(steps) if steps else "")
        else:
            text = t(
                f"help.scoring.{kind.value}",
                **self._figures(item) if kind in (ScoringKind.MORE, ScoringKind.LESS, ScoringKind.BAND) else {},
                **({"yes": self._number(scoring.yes), "no": self._number(scoring.no)} if kind is ScoringKind.YESNO else {}),
            )
        if item.c is not None and item.scored:
            text += "\n\n" + t("help.item.feeds", c=t(f"documents.c.{item.c.value}"))
        return text + ("\n\n" + t("help.item.open") if item.scored else "")

    def _figures(self, item: Item) -> dict[str, str]:
        scoring, unit = item.scoring, self._unit(item.unit)
        figures = {"p": f"{self._number(scoring.p)} {unit}".strip(), "alpha": self._number(scoring.alpha)}
        if scoring.kind is ScoringKind.BAND:
            figures["p2"] = f"{self._number(scoring.p2)} {unit}".strip()
        return figures

    # --- the rest --------------------------------------------------------------------------------------------------

    def fact(self, fact: Fact) -> Page:
        """An event or signal, and what it sets off."""
        t = self._t
        parts = [t(f"help.fact.{fact.group}")]
        named = re.compile(rf"\b{re.escape(fact.id)}\b")
        alarms = [cap.id for cap in self._m.caps if named.search(cap.when)]
        alarms += [rule.id for rule in self._m.warnings if named.search(f"{rule.value} {rule.amber} {rule.red}")]
        if alarms:
            parts += [f"## {t('help.item.alarms')}", "\n".join(f"- {self._alarm(one)}" for one in alarms)]
        parts.append(self._see("case", "score"))
        return self._page(f"item:{fact.id}", fact.label.get(self._lang), parts)

    def ratio(self, ratio: Ratio) -> Page:
        """How a ratio is computed, and which items rest on it."""
        t = self._t
        parts = [t("help.ratio.formula", formula=code(ratio.formula)), t("help.ratio.use")]
        named = re.compile(rf"\b{re.escape(ratio.key)}\b")
        items = [item for item in self._m.items if item.formula and named.search(item.formula)]
        if items:
            lines = [f"- [{plain(item.label.get(self._lang))}](item:{item.id})" for item in items]
            parts += [f"## {t('help.ratio.items')}", "\n".join(lines)]
        parts.append(self._see("statements", "score"))
        return self._page(f"ratio:{ratio.key}", ratio.label.get(self._lang), parts)

    def cap(self, cap: Cap) -> Page:
        """A knock-out: when it holds and how far the grade can still go."""
        t = self._t
        parts = [
            t("help.cap.stop") if cap.stop else t("help.cap.grade", grade=cap.grade.name),
            t("help.cap.when", when=code(cap.when)),
            t("help.cap.do"),
            self._see("score", "approval", "case"),
        ]
        return self._page(f"cap:{cap.id}", f"{cap.label.get(self._lang)} · {cap.id}", parts)

    def warning(self, rule: WarningRule) -> Page:
        """An early warning: what sets it off and what to ask the customer."""
        t = self._t
        parts = [f"## {t('help.warning.ask')}", plain(rule.question.get(self._lang)), f"## {t('help.warning.when')}"]
        lines = [t("help.warning.amber", when=code(rule.amber))] if rule.amber else []
        lines += [t("help.warning.red", when=code(rule.red))] if rule.red else []
        lines += [t("help.warning.value", value=code(rule.value))] if rule.value else []
        parts += ["\n".join(f"- {line}" for line in lines), t("help.warning.do"), self._see("score", "statements")]
        return self._page(f"warning:{rule.id}", f"{rule.label.get(self._lang)} · {rule.id}", parts)

    # ---------------------------------------------------------------------------------------------------------------

    def _page(self, topic: str, title: str, parts: list[str]) -> Page:
        text = "\n\n".join([f"# {plain(title)}", *(part for part in parts if part)])
        return Page(topic, title, text)

    def _alarm(self, alarm: str) -> str:
        return f"[{alarm} {plain(self._names[alarm].get(self._lang))}]({self._alarms[alarm]})"

    def _see(self, *topics: str) -> str:
        links = " · ".join(f"[{self._t(f'help.topic.{topic}')}]({topic})" for topic in topics)
        return f"{self._t('help.see')} {links}"

    def _number(self, value: Decimal | None) -> str:
        return "—" if value is None else self._t.number(value)

    def _unit(self, unit: str) -> str:
        return self._t(f"ui.unit.{unit}") if unit else ""


def plain(text: str) -> str:
    """Data inside Markdown: its signs lose their meaning there."""
    return _MARKS.sub(r"\\\1", text)


def code(text: str) -> str:
    """An expression as it stands in the methodology."""
    return f"`{text}`"
