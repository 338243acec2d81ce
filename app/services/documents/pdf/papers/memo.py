"""The credit memo: a dossier on exactly one page, whatever was typed.

Long texts keep their beginning and say in which part of the dossier they stand in full. The page is tried with most rows and
lines first, then with fewer, until it fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from app.models.domain.enums import AnswerState, Colour, Severity
from app.services.documents.content import DossierContent, ItemContent, StepContent, TermsContent
from app.services.documents.papers.content import PaperHead
from app.services.documents.pdf import flow, fonts, look, notes, tables
from app.services.documents.pdf.charts import Chart
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.papers.sheet import Sheet, Story, Words
from app.services.documents.wording import NONE

_SIZE = 7.8
_TOP, _BOTTOM = 19 * look.mm, 15 * look.mm
_GAP = 14.0
_HALF = (look.WIDTH - _GAP) / 2
_RATIOS = ("current", "quick", "debt", "tie", "npm", "roe", "growth")
# Rows of reasons, lines of a long text: from the fullest page to the barest.
_TRIES = ((6, 6), (5, 5), (5, 4), (4, 3), (3, 2), (2, 1))


def render(content: DossierContent) -> bytes:
    """Return the memo as the bytes of a PDF of one page. Same content, same bytes."""
    fonts.register()
    w = Words(content.lang)
    head = PaperHead(content.lang, content.office, content.origin.made_at, content.origin.sample)
    sheet = Sheet(head, w.p("memo.title"), content.customer.name, w.p("memo.foot", number=content.origin.number))
    out = BytesIO()
    canvas = sheet.canvas(out)
    top = sheet.paper.height - _TOP
    for rows, lines in _TRIES:
        story = _Memo(content, w, rows, lines).story()
        if sum(_height(part) for part in story) <= top - _BOTTOM:
            break
    y = top
    canvas.mark(sheet.title, 0)
    for part in story:
        high = _height(part)
        part.drawOn(canvas, sheet.paper.left, y - high)
        y -= high
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _height(part: Flowable) -> float:
    return float(part.wrap(look.WIDTH, 5000)[1])


class CBars(Chart):
    """The five C as bars from 0 to 100 with their figures; last time's score is a tick on the bar."""

    def __init__(self, content: DossierContent, w: Words, width: float) -> None:
        self._rows, self._w = content.score.cs, w
        alt = "; ".join(f"{w.c(row.c)} {self._figure(row.score)}" for row in self._rows)
        super().__init__(width, 14.5 * len(self._rows), alt)

    def paint(self, canvas: Any) -> None:
        name = max(fonts.width(self._w.c(row.c), _SIZE) for row in self._rows) + 8
        figure = max(fonts.width(self._figure(row.score), _SIZE, bold=True) for row in self._rows) + 6
        room = self.width - name - figure
        for place, row in enumerate(self._rows):
            y = self.height - 14.5 * (place + 1)
            canvas.setFillColor(look.TEXT)
            canvas.setFont(fonts.REGULAR, _SIZE)
            canvas.drawString(0, y + 4, self._w.c(row.c))
            canvas.setFont(fonts.BOLD, _SIZE)
            canvas.drawRightString(self.width, y + 4, self._figure(row.score))
            canvas.setFillColor(look.HEAD)
            canvas.setStrokeColor(look.STRONG)
            canvas.setLineWidth(0.4)
            canvas.rect(name, y + 2.5, room, 8.5, stroke=1, fill=1)
            if row.score is not None:
                canvas.setFillColor(look.ACCENT)
                canvas.rect(name, y + 2.5, room * float(row.score) / 100, 8.5, stroke=0, fill=1)
            if row.last is not None:
                canvas.setStrokeColor(look.TEXT)
                canvas.setLineWidth(1.2)
                x = name + room * float(row.last) / 100
                canvas.line(x, y + 0.5, x, y + 13)

    def _figure(self, score: Any) -> str:
        return self._w.score(score) if score is not None else self._w("not_assessed")


class _Memo:
    """The blocks of the page with at most ``rows`` reasons on a side and ``lines`` lines of a long text."""

    def __init__(self, content: DossierContent, w: Words, rows: int, lines: int) -> None:
        self.c, self.w, self.rows, self.lines = content, w, rows, lines
        self.lang = content.lang

    def story(self) -> Story:
        return [
            self._top(),
            self._beside(self._who(), self._outcome()),
            self._beside(self._terms(), self._five()),
            self._beside(self._reasons(True), self._reasons(False)),
            self._beside(self._figures(), self._alarms()),
            self._opinion(),
            self._signatures(),
        ]

    # --- pieces ----------------------------------------------------------------------------------------------------

    def _fit(self, words: str, width: float, lines: int, part: int, *, bold: bool = False, size: float = _SIZE) -> Paragraph:
        """A text in at most ``lines`` lines; of a longer one the beginning, and the part of the dossier that has it all."""
        look_ = style(self.lang, size, bold=bold)
        room = lines * look_.leading + 0.1
        words = notes.oneline(words)
        whole = para(words, look_)
        if whole.wrap(width, 10_000)[1] <= room:
            return whole
        tail = self.w.p("memo.see", part=part)
        low, high = 0, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            fits = para(f"{words[:middle].rstrip()} {tail}", look_).wrap(width, 10_000)[1] <= room
            low, high = (middle, high) if fits else (low, middle - 1)
        return para(f"{words[:low].rstrip()} {tail}", look_)

    def _section(self, key: str) -> Flowable:
        return para(self.w.p(key), style(self.lang, 8.6, bold=True, colour="accent", after=2), "H2")

    def _beside(self, left: Sequence[Flowable], right: Sequence[Flowable]) -> Table:
        table = Table([[list(left), list(right)]], colWidths=[_HALF + _GAP, _HALF], hAlign="LEFT")
        table.setStyle(TableStyle([*_BARE, ("RIGHTPADDING", (0, 0), (0, 0), _GAP), ("BOTTOMPADDING", (0, 0), (-1, -1), 9)]))
        return table

    def _pairs(self, rows: Sequence[tuple[str, str, int]], share: float) -> Table:
        """Names and values, the value in two lines at most; the number is the part of the dossier."""
        room = _HALF * (1 - share) - 6
        cells: list[tuple[str, tables.Cell]] = [
            (name, self._fit(value or NONE, room, 2, part, size=_SIZE)) for name, value, part in rows
        ]
        return tables.pairs(self.lang, cells, _HALF, share, _SIZE)

    # --- blocks ----------------------------------------------------------------------------------------------------

    def _top(self) -> Table:
        c, w = self.c, self.w
        rated = c.score.rated
        badge = flow.Badge(c.proposal.terms.grade if rated else None, 19)
        name = self._fit(c.customer.name, look.WIDTH - 150, 2, 3, bold=True, size=12)
        left = [para(w.p("memo.title"), style(self.lang, 16, bold=True, colour="accent", after=2), "H1"), name]
        line = w.p("memo.made", number=c.origin.number, day=w.day(c.origin.made_at))
        left.append(para(line, style(self.lang, 7.8, colour="muted", before=1)))
        table = Table([[left, badge]], colWidths=[look.WIDTH - badge.width - 6, badge.width + 6], hAlign="LEFT")
        table.setStyle(TableStyle([*_BARE, ("ALIGN", (1, 0), (1, 0), "RIGHT"), ("BOTTOMPADDING", (0, 0), (-1, -1), 9)]))
        return table

    def _who(self) -> Story:
        c, w = self.c, self.w
        identifiers = "; ".join(f"{w(f'identifier.{kind}')} {value}" for kind, value in c.customer.identifiers)
        rows = [
            (w("customer.number"), c.customer.number, 3),
            (w.p("memo.registration"), identifiers or w("customer.no_identifier"), 3),
            (w("customer.trade"), c.customer.trade, 3),
            (w("customer.group"), c.customer.group, 3),
            (w("customer.owner"), c.customer.owner, 3),
            (w("case.purpose"), c.case.purpose, 3),
        ]
        return [self._section("head.customer"), self._pairs(rows, 0.36)]

    def _outcome(self) -> Story:
        c, w, s = self.c, self.w, self.c.score
        score = w.score(s.score) if s.rated else w("not_rated")
        span = f"{w.score(s.low)} … {w.score(s.high)}  ({s.low_grade.name} … {s.high_grade.name})"
        rows = [
            (w("summary.grade"), w.grade_text(c.proposal.terms) if s.rated else w("not_rated"), 2),
            (w("summary.meaning"), s.meaning if s.rated else NONE, 2),
            (w("summary.score"), score, 9),
            (w.p("memo.last"), self._last(), 9),
            (w("summary.interval"), span, 9),
            (w("summary.completeness"), w.share(s.completeness, 0), 13),
            (w("summary.confidence"), w.share(s.confidence, 0), 13),
        ]
        return [self._section("memo.outcome"), self._pairs(rows, 0.42)]

    def _last(self) -> str:
        s = self.c.score
        return f"{self.w.grade(s.last_grade)}, {self.w.score(s.last_score)}" if s.last_grade is not None else NONE

    def _terms(self) -> Story:
        c, w = self.c, self.w
        terms: TermsContent = c.proposal.terms
        rated = c.score.rated
        limit = w.money(terms.limit, terms.currency) if rated else NONE
        rows = [
            (w("terms.limit"), limit + (f" — {w.p('memo.frozen')}" if c.limit.frozen else ""), 11),
            (w("summary.requested"), w.money(c.case.requested_limit, c.case.currency), 11),
            (w("terms.term"), w.days(terms.term_days) if rated else NONE, 12),
            (w("terms.prepayment"), w.t.percent(terms.prepayment_pct, 0) if rated else NONE, 12),
            (w("terms.security"), terms.security if rated else NONE, 12),
            (w("terms.release"), terms.release if rated else NONE, 12),
            (w("proposal.next_review"), w.day(c.proposal.next_review), 12),
        ]
        return [self._section("memo.terms" if c.proposal.proposed else "memo.terms.policy"), self._pairs(rows, 0.36)]

    def _five(self) -> Story:
        story: Story = [self._section("memo.five"), CBars(self.c, self.w, _HALF)]
        own = self.c.case
        rows = [
            (self.w("own.exposure"), self.w.money(own.own_exposure, own.currency), 4),
            (self.w("own.overdue"), self.w.money(own.own_overdue, own.currency), 4),
        ]
        return [*story, flow.gap(3), self._pairs(rows, 0.62)]

    def _reasons(self, good: bool) -> Story:
        side = "for" if good else "against"
        story: Story = [self._section(f"memo.{side}")]
        chosen = _for(self.c.items) if good else _against(self.c.items)
        for item in chosen[: self.rows]:
            found = self.w.found(_rounded(item), self.c.case.currency)
            words = "•  " + self.w.p("memo.reason", item=item.id, label=item.label, found=found, y=self._marks(item))
            story.append(self._fit(words, _HALF - 2, 2, 9))
        if not chosen:
            story.append(para(NONE, style(self.lang, _SIZE, colour="muted")))
        elif len(chosen) > self.rows:
            more = self.w.p("memo.more", n=len(chosen) - self.rows, part=9)
            story.append(para(more, style(self.lang, _SIZE - 0.6, colour="muted")))
        return story

    def _marks(self, item: ItemContent) -> str:
        return self.w.score(item.scored.y if item.scored else None)

    def _figures(self) -> Story:
        finance, w = self.c.finance, self.w
        story: Story = [self._section("memo.figures")]
        if not finance.periods:
            return [*story, para(w("not_collected.statements"), style(self.lang, _SIZE, colour="muted"))]
        years = [w.day(period.end) for period in finance.periods[-2:]]
        rows = [
            [ratio.label, *(w.measure(value) if value.value is not None else NONE for value in ratio.values[-2:])]
            for key in _RATIOS
            for ratio in finance.ratios
            if ratio.key == key
        ]
        right = tuple(range(1, len(years) + 1))
        return [*story, tables.grid(self.lang, ["", *years], rows, [120, *[58] * len(years)], right=right, size=7.4, width=_HALF)]

    def _alarms(self) -> Story:
        c, w = self.c, self.w
        points = [
            (9, w("flag.rule", step=w(f"step.{step.kind}"), label=_rule(step), grade=step.after.name))
            for step in c.score.steps
            if step.binding and step.kind != "band"
        ]
        points += [
            (10, w("flag.red" if row.colour is Colour.RED else "flag.amber", rule=row.id, label=row.label))
            for row in c.warnings
            if row.colour in (Colour.RED, Colour.AMBER)
        ]
        story: Story = [self._section("memo.alarms")]
        story += [self._fit(f"•  {point}", _HALF - 2, 2, part) for part, point in points[: self.rows]]
        if not points:
            story.append(para(w("summary.no_flags"), style(self.lang, _SIZE, colour="muted")))
        elif len(points) > self.rows:
            more = w.p("memo.more", n=len(points) - self.rows, part=10)
            story.append(para(more, style(self.lang, _SIZE - 0.6, colour="muted")))
        kept = w.p("memo.between").join(
            w.p("memo.kept_row", principle=w(f"principle.{row.principle.value}"), kept=w.p(_KEPT[row.severity]))
            for row in c.principles
        )
        return [*story, flow.gap(3), self._fit(w.p("memo.principles", kept=kept), _HALF - 2, 3, 13)]

    def _opinion(self) -> Table:
        p, w = self.c.proposal, self.w
        cells: list[Flowable] = [self._section("memo.proposal")]
        grounds = ", ".join(w(f"ground.{ground}") for ground in p.grounds)
        texts = (("proposal.grounds", grounds), ("proposal.text", p.text), ("proposal.conditions", p.conditions))
        for key, words in texts:
            if words:
                cells.append(self._fit(f"{w(key)}: {words}", look.WIDTH - 2, self.lines, 12, size=8.2))
        if not p.proposed:
            cells.append(para(w("proposal.policy"), style(self.lang, 8.2, colour="muted")))
        table = Table([[cells]], colWidths=[look.WIDTH], hAlign="LEFT")
        table.setStyle(TableStyle([*_BARE, ("BOTTOMPADDING", (0, 0), (-1, -1), 9)]))
        return table

    def _signatures(self) -> Table:
        w, wide = self.w, (look.WIDTH - 2 * _GAP) / 3
        found = {row.part: row for row in self.c.signatures}
        rows: list[list[Any]] = [[], [], []]
        for part in ("assessor", "verifier", "approver"):
            row = found.get(part)
            outcome = w(f"outcome.{row.outcome}") if row is not None and row.outcome else ""
            day = w.day(row.at) if row is not None and row.at else ""
            note = ", ".join(piece for piece in (outcome, day) if piece)
            rows[0] += ["", para(w.p(f"memo.{part}"), style(self.lang, 7.4, colour="muted"))]
            rows[1] += ["", self._fit((row.name if row else "") or "\u00a0", wide, 1, 14, bold=True)]
            rows[2] += ["", para(note or w.p("memo.sign"), style(self.lang, 7.2, colour="muted"))]
        body = [row[1:] for row in rows]
        table = Table(body, colWidths=[wide, _GAP, wide, _GAP, wide], minRowHeights=[0, 24, 0], hAlign="LEFT")
        lines: list[tuple[Any, ...]] = [("LINEBELOW", (place, 1), (place, 1), 0.6, look.STRONG) for place in (0, 2, 4)]
        table.setStyle(TableStyle([*_BARE, *lines, ("VALIGN", (0, 1), (-1, 1), "BOTTOM"), ("TOPPADDING", (0, 2), (-1, 2), 2)]))
        return table


_BARE: tuple[tuple[Any, ...], ...] = (
    tables.BASE,
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
)

_KEPT = {Severity.OK: "memo.kept", Severity.NOTE: "memo.noted", Severity.PROBLEM: "memo.broken"}


def _rule(step: StepContent) -> str:
    return f"{step.rule} {step.label}".strip() or NONE


def _for(items: Sequence[ItemContent]) -> list[ItemContent]:
    found = [item for item in items if item.scored and item.scored.y is not None and item.scored.y >= 75 and item.scored.weight]
    return sorted((item for item in found if item.state is AnswerState.VALUE), key=_added, reverse=True)


def _against(items: Sequence[ItemContent]) -> list[ItemContent]:
    """Poor marks, open items among them: what is missing costs as much as what is bad."""
    found = [item for item in items if item.scored and item.scored.weight and (item.scored.y or 0) < 60]
    return sorted((item for item in found if item.scored and item.scored.how != "left_out"), key=_lost, reverse=True)


def _rounded(item: ItemContent) -> ItemContent:
    return replace(item, value=round(item.value, 2)) if isinstance(item.value, Decimal) else item


def _added(item: ItemContent) -> Any:
    return item.scored.adds if item.scored else 0


def _lost(item: ItemContent) -> Any:
    return item.scored.weight * (100 - (item.scored.y or 0)) if item.scored else 0
