"""The investigation checklist on paper, with boxes to tick and lines to write on; blank, each area from a page of its own."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate

from app.models.domain.enums import AnswerState, ValueKind
from app.services.documents.content import Shown
from app.services.documents.forms import ChecklistContent, QuestionContent, SheetContent
from app.services.documents.pdf import flow, fonts, look, tables
from app.services.documents.pdf.canvas import PaperCanvas
from app.services.documents.pdf.charts import Chart
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.notes import LONG, Notes
from app.services.documents.pdf.ticks import Rule, Ticks
from app.services.documents.wording import NONE, Wording

_WIDTHS = (26.0, 176.0, 200.0, 97.0)


def render(content: ChecklistContent) -> bytes:
    """Return the checklist as the bytes of a PDF. Same content, same bytes."""
    fonts.register()
    w = Wording(content.lang)
    story: list[Flowable] = []
    for place, sheet in enumerate(content.sheets):
        if place:
            story.append(PageBreak() if content.blank else flow.gap(14))
        story += _sheet(content, sheet, w, place == 0)
    if not content.blank:
        story.append(Room(w, 0))
    out = BytesIO()
    paper = look.sheet_of(content.office.paper)
    document = BaseDocTemplate(out, pagesize=paper.size)
    frame = Frame(paper.left, look.BOTTOM, look.WIDTH, paper.height - look.TOP - look.BOTTOM, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame])])

    def make_canvas(filename: Any, **keywords: Any) -> PaperCanvas:
        return PaperCanvas(
            filename,
            title=w("checklist.title"),
            subject=content.customer_name or content.methodology,
            lang=content.lang,
            made_at=_midnight(content),
            on_page=lambda canvas, page, pages, marks: _running(canvas, page, pages, content, w),
            pagesize=keywords["pagesize"],
        )

    document.build(story, canvasmaker=make_canvas)
    return out.getvalue()


def _midnight(content: ChecklistContent) -> Any:
    from datetime import UTC, datetime, time

    return datetime.combine(content.day, time(), UTC)


def _sheet(content: ChecklistContent, sheet: SheetContent, w: Wording, first: bool) -> list[Flowable]:
    lang = content.lang
    story: list[Flowable] = []
    if first:
        story += [para(w("checklist.title"), style(lang, 17, bold=True, colour="accent", after=5)), *_head(content, w)]
    story += [
        flow.Heading(w(f"area.{sheet.area.value}"), lang, 0),
        para(w("checklist.how"), style(lang, 7.6, colour="muted", after=4)),
    ]
    notes = Notes(w)
    rows: list[list[tables.Cell]] = [
        [question.id, _asked(question, w), _room(question, content, w, notes), _known(question, content, w, notes)]
        for question in sheet.questions
    ]
    heads = [w("head.no"), w("head.item"), w("checklist.answer"), w("checklist.source")]
    return [*story, tables.grid(lang, heads, rows, _WIDTHS, size=8), *notes.story(), *([Room(w)] if content.blank else [])]


class Room(Chart):
    """Room for what no question asks for, and who signs for it: as many lines as the page has left, most on a page of its own.

    With ``lines`` 0 there are the signatures alone.
    """

    LINE, TOP, FOOT = 19.0, 30.0, 48.0

    def __init__(self, w: Wording, lines: int | None = None) -> None:
        blank = lines is None
        self._title = w.t("papers.checklist.remarks") if blank else w("part.14")
        keys = ("spoke_with", "signed") if blank else ("signed", "verified")
        self._signs = [w.t(f"papers.checklist.{key}") for key in keys]
        self._lines, self._fixed = lines or 0, not blank
        super().__init__(look.WIDTH, 0, self._title)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        if not self._fixed:
            fit = int((aH - self.TOP - self.FOOT) // self.LINE)
            self._lines = min(max(fit, 2), 16 if aH > look.PAGE[1] / 2 else 8)
        self.width, self.height = aW, self.TOP + self.LINE * self._lines + self.FOOT
        return self.width, self.height

    def paint(self, canvas: Any) -> None:
        self.write(canvas, 0, self.height - 22, self._title, 9.2, bold=True, colour=look.ACCENT)
        top = self.height - self.TOP
        for number in range(1, self._lines + 1):
            self.line(canvas, 0, top - self.LINE * number, self.width, top - self.LINE * number, look.STRONG)
        for y, words in zip((26, 4), self._signs, strict=True):
            self.write(canvas, 0, y, words, 8)
            self.line(canvas, fonts.width(fonts.safe(words), 8) + 6, y - 2, self.width, y - 2, look.STRONG)


def _head(content: ChecklistContent, w: Wording) -> list[Flowable]:
    line = "____________________________"
    notes = Notes(w)
    filled = not content.blank
    rows: list[tuple[str, tables.Cell]] = [
        (w("customer.name"), notes.short(w("customer.name"), content.customer_name) or line),
        (w("customer.number"), content.customer_number or line),
        (w("cover.number"), content.case_number or line),
        (w("checklist.officer"), content.assessor or line),
        (w("checklist.day"), w.day(content.day) if filled else line),
        (w("origin.methodology"), f"{content.methodology} {content.methodology_version}"),
    ]
    return [tables.pairs(content.lang, rows, look.WIDTH, 0.3), *notes.story()]


def _asked(question: QuestionContent, w: Wording) -> list[Flowable]:
    cells: list[Flowable] = [para(f"{question.label} *" if question.key else question.label, style(w.lang, 8, bold=True))]
    if question.help and question.help != question.label:
        cells.append(para(question.help, style(w.lang, 8)))
    if question.condition:
        cells.append(para(w.t("papers.condition", what=question.condition), style(w.lang, 8, bold=True)))
    return cells


def _room(question: QuestionContent, content: ChecklistContent, w: Wording, notes: Notes) -> list[Flowable]:
    """What was found, or room for it: boxes for choices and yes/no, a line with the unit for figures, lines for texts."""
    filled = not content.blank
    cells: list[Flowable] = []
    if not question.asked:
        cells.append(para(w.t("papers.checklist.not_asked"), style(w.lang, 8.4, bold=True)))
        if question.state is AnswerState.EMPTY:
            return cells
    name = f"{question.id} {question.label}"
    found: Shown = question.value if filled else None
    if question.options or question.kind is ValueKind.YN:
        options = question.options or (w("yes"), w("no"))
        chosen = found if isinstance(found, str) else (w("yes") if found else w("no")) if isinstance(found, bool) else None
        cells.append(Ticks([(option, option == chosen) for option in options], 7.8))
    elif filled and found is not None:
        cells.append(para(notes.short(name, w.shown(found, question.unit)), style(w.lang, 8.4, bold=True)))
    else:
        cells += [Rule(17)] if question.kind is not ValueKind.TEXT else [Rule(17), Rule(15)]
        unit = w.t("documents.checklist.unit", unit=_unit(question, w)) if _unit(question, w) else ""
        if unit:
            cells.append(para(unit, style(w.lang, 7, colour="muted")))
    if filled and question.state in (AnswerState.UNKNOWN, AnswerState.NOT_APPLICABLE):
        cells.append(para(w(f"state.{question.state.value}"), style(w.lang, 8.4, bold=True)))
    elif not filled or question.state is AnswerState.EMPTY:
        cells.append(Ticks([(w("state.unknown"), False), (w("state.not_applicable"), False)], 6.6))
    if filled:
        said = (("reason", question.reason), ("comment", question.comment), ("note", question.note))
        more = [f"{label}: {text}" for label, text in question.details]
        more += [w(f"item.{key}", text=text) for key, text in said if text]
        if more:
            cells.append(para(notes.short(name, "\n".join(more), 2 * LONG), style(w.lang, 7.5)))
    return [*cells, *_columns(question, filled, w)]


def _columns(question: QuestionContent, filled: bool, w: Wording) -> list[Flowable]:
    """Lines to write the further columns of an answer on, below their names."""
    if not question.columns or (filled and question.state is not AnswerState.EMPTY):
        return []
    lines = [Rule(16) for _ in range(3 if question.rows else 1)]
    return [para("; ".join(question.columns) + ":", style(w.lang, 7, colour="muted", before=2)), *lines]


def _unit(question: QuestionContent, w: Wording) -> str:
    if question.kind is ValueKind.DATE:
        return w("checklist.date")
    return {
        "years": w("checklist.years"),
        "days": w("checklist.days"),
        "months": w("checklist.months"),
        "persons": w("checklist.persons"),
        "x": "×",
        "count": w("checklist.count"),
    }.get(question.unit, question.unit)


def _known(question: QuestionContent, content: ChecklistContent, w: Wording, notes: Notes) -> list[Flowable]:
    """The usual sources, and room for the one that was used and its date."""
    cells: list[Flowable] = []
    if not question.asked and not question.known_by:
        return [para(NONE, style(w.lang, 7))]
    if not content.blank and question.known_by:
        parts = [", ".join(question.known_by), w("known.as_of", day=w.day(question.as_of)) if question.as_of else ""]
        parts += [w.check(question.check), ", ".join(name for name in (question.by, question.second_by) if name)]
        known = "; ".join(part for part in parts if part)
        cells.append(para(notes.short(f"{question.id} {question.label}", known), style(w.lang, 7.6)))
        return cells
    cells.append(
        Ticks([(source, False) for source in question.sources], 6.8) if question.sources else para(NONE, style(w.lang, 7))
    )
    cells.append(Rule(16))
    return cells


def _running(canvas: PaperCanvas, page: int, pages: int, content: ChecklistContent, w: Wording) -> None:
    with canvas.tags.artifact(canvas):
        _lines(canvas, page, pages, content, w)


def _lines(canvas: PaperCanvas, page: int, pages: int, content: ChecklistContent, w: Wording) -> None:
    sheet = look.sheet_of(content.office.paper)
    right, top = sheet.right, sheet.height - 13.5 * look.mm
    canvas.setFont(fonts.REGULAR, 7)
    canvas.setFillColor(look.MUTED)
    parts = (w("checklist.title"), content.customer_name, content.office.name)
    canvas.drawString(sheet.left, top, fonts.headed(parts, 7, look.WIDTH - 110))
    if content.sample:
        canvas.drawRightString(right, top, w("sample.mark"))
    canvas.drawRightString(right, 10.5 * look.mm, w("foot.page", page=page, pages=pages))
    canvas.drawString(sheet.left, 10.5 * look.mm, w("checklist.foot"))
