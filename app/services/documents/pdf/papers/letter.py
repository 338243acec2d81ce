"""The letter to a customer on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from reportlab.platypus import Flowable, KeepTogether

from app.models.domain.enums import Grade, ValueKind
from app.services.documents.papers.content import LetterContent, RaiseContent, ReasonContent
from app.services.documents.pdf import flow, fonts, look
from app.services.documents.pdf.charts import Chart
from app.services.documents.pdf.look import para, rich, style
from app.services.documents.pdf.papers.sheet import Sheet, Story, Words
from app.services.documents.wording import local

_SIZE = 9.6


def render(content: LetterContent) -> bytes:
    """Return the letter as the bytes of a PDF. Same content, same bytes."""
    w = Words(content.head.lang)
    sheet = Sheet(content.head, w.p("letter.title"), content.number, first=False, own=False)
    return sheet.pdf(_Letter(content, w).story())


class Scale(Chart):
    """The ten grades from best to worst with the one that is told: it stands out by frame, size and an arrow, too."""

    def __init__(self, grade: Grade, width: float) -> None:
        super().__init__(width, 34.0, grade.name)
        self._grade = grade
        self.spaceBefore, self.spaceAfter = 4, 8

    def paint(self, canvas: Any) -> None:
        grades = sorted(Grade, reverse=True)
        gap = 4.0
        wide = (self.width - gap * (len(grades) - 1)) / len(grades)
        for place, grade in enumerate(grades):
            chosen = grade is self._grade
            x, low, high = place * (wide + gap), 3.0 if chosen else 5.0, 20.0 if chosen else 16.0
            ground, ink = look.GRADE_COLOURS[grade] if chosen else (look.WHITE, look.MUTED)
            canvas.setFillColor(ground)
            canvas.setStrokeColor(look.TEXT if chosen else look.STRONG)
            canvas.setLineWidth(1.4 if chosen else 0.5)
            canvas.roundRect(x, low, wide, high, 3, stroke=1, fill=1)
            canvas.setFillColor(ink)
            canvas.setFont(fonts.BOLD if chosen else fonts.REGULAR, 11 if chosen else 8.5)
            canvas.drawCentredString(x + wide / 2, low + high / 2 - (4 if chosen else 3), grade.name)
            if chosen:
                canvas.setFillColor(look.TEXT)
                path = canvas.beginPath()
                path.moveTo(x + wide / 2 - 4, 32)
                path.lineTo(x + wide / 2 + 4, 32)
                path.lineTo(x + wide / 2, 26)
                path.close()
                canvas.drawPath(path, stroke=0, fill=1)


class _Letter:
    def __init__(self, content: LetterContent, w: Words) -> None:
        self.c, self.w, self.lang = content, w, content.head.lang

    def story(self) -> Story:
        return [
            *self._address(),
            *self._opening(),
            *self._reasons("for", self._found_points(self.c.for_it)),
            *self._reasons("against", self._against_points(), self._closed()),
            *self._lift(),
            *self._data(),
            *self._objection(),
            *self._closing(),
        ]

    def _text(self, words: str, *, after: float = 6, bold: bool = False, colour: str = "text", size: float = _SIZE) -> Flowable:
        return para(words, style(self.lang, size, after=after, bold=bold, colour=colour))

    def _section(self, key: str) -> Flowable:
        return para(self.w.p(key), style(self.lang, 10.4, bold=True, colour="accent", before=7, after=3, keep=True), "H2")

    def _address(self) -> Story:
        c, w = self.c, self.w
        story: Story = []
        if c.head.office.name:
            story.append(self._text(c.head.office.name, bold=True, size=13, after=1))
        if c.head.office.address:
            story.append(self._text(c.head.office.address, colour="muted", size=8.4, after=0))
        story.append(flow.gap(16))
        story.append(self._text(c.customer_name, bold=True, after=1))
        if c.customer_address:
            story.append(self._text(c.customer_address, after=1))
        story += [
            flow.gap(10),
            self._text(self._day(local(c.head.made_at).date()), after=1),
            self._text(w.p("letter.reference", number=c.number, customer=c.customer_number), colour="muted", after=10),
            para(w.p("letter.title"), style(self.lang, 14, bold=True, after=8), "H1"),
        ]
        return story

    def _opening(self) -> Story:
        c, w = self.c, self.w
        grade = w.p("letter.grade", grade=c.grade.name)
        if c.effective:
            grade = w.p("letter.grade.since", grade=c.grade.name, day=self._day(c.effective))
        story: Story = [
            self._text(w.p("letter.salutation")),
            self._text(w.p("letter.opening")),
            self._text(grade, after=2),
            Scale(c.grade, look.WIDTH),
            self._text(w.p(f"letter.band.{c.grade.name.lower()}")),
        ]
        if c.provisional:
            story.append(self._text(w.p("letter.provisional")))
        return story

    def _reasons(self, side: str, points: Story, more: str = "") -> Story:
        """The points of one side with what is said before them; without any only that there are none."""
        w = self.w
        lead = [self._text(w.p(f"letter.{side}.text"), after=3)] if points else []
        found = points or [self._text(w.p(f"letter.{side}.none"))]
        rest = [flow.gap(2), self._text(more)] if more else []
        return _together([self._section(f"letter.{side}"), *lead, *found, *rest])

    def _found_points(self, reasons: tuple[ReasonContent, ...]) -> Story:
        return [self._bullet(reason.label, self._found(reason)) for reason in reasons]

    def _against_points(self) -> Story:
        c, w = self.c, self.w
        points = self._found_points(c.against)
        points += [self._bullet(w.p("letter.rule"), rule) for rule in c.rules]
        points += [self._bullet(w.p("letter.sign"), sign) for sign in c.signs]
        return [*points, self._bullet(w.p("letter.incomplete"), "")] if c.incomplete else points

    def _closed(self) -> str:
        """That the grade was also lowered by what may not be told; nobody shall look for the reason in what is told."""
        return self.w.p("letter.against.closed") if self.c.closed else ""

    def _day(self, day: date) -> str:
        return self.w.t.date_long(day)

    def _bullet(self, label: str, text: str) -> Flowable:
        pieces = (("•  ", True), (f"{label}: ", False), (text, True)) if text else (("•  ", True), (label, False))
        return rich(pieces, style(self.lang, _SIZE, after=2.5))

    def _found(self, reason: ReasonContent) -> str:
        found = self._value(reason.value, reason.unit, reason.kind)
        return self.w.p("letter.as_of", found=found, day=self._day(reason.as_of)) if reason.as_of else found

    def _value(self, value: Any, unit: str, kind: ValueKind) -> str:
        if isinstance(value, date):
            return self._day(value)
        return self.w.brief(value, unit if kind is not ValueKind.MONEY else "")

    def _lift(self) -> Story:
        c, w = self.c, self.w
        story: Story = []
        if c.wanted:
            story += [self._text(w.p("letter.wanted"), after=3), *(self._bullet(label, "") for label in c.wanted)]
        if c.raises:
            key = "letter.raises.to" if c.target is not None else "letter.raises"
            named = {"grade": c.target.name} if c.target is not None else {}
            story += [flow.gap(2), self._text(w.p(key, **named), after=3), *(self._raise(row) for row in c.raises)]
        if not story:
            story.append(self._text(w.p("letter.lift.none" if c.grade is not Grade.AAA else "letter.lift.best")))
        note = [self._text(w.p("letter.lift.note"), after=4)] if c.grade is not Grade.AAA else []
        return _together([self._section("letter.lift"), *story, flow.gap(2), *note])

    def _raise(self, row: RaiseContent) -> Flowable:
        value = self._value(row.to, row.unit, row.kind) if row.to is not None else ""
        return self._bullet(row.label, self.w.p("letter.reaches", value=value) if value else "")

    def _data(self) -> Story:
        c, w = self.c, self.w
        points = [
            self._bullet(
                w.p("letter.statements", day=self._day(row.end), months=w("period.n_months", n=row.months)),
                w("audited") if row.audited else w("unaudited"),
            )
            for row in c.periods
        ]
        if c.sources:
            named = w.p("letter.between").join(self._source(source) for source in c.sources)
            points.append(self._bullet(w.p("letter.sources", sources=named) if points else named, ""))
        lead = [self._text(w.p("letter.data.text"), after=3)] if points else []
        return _together([self._section("letter.data"), *lead, *(points or [self._text(w.p("letter.data.none"))])])

    def _source(self, code: str) -> str:
        return self.w.p(f"letter.source.{code}")

    def _objection(self) -> Story:
        w = self.w
        where = w.p("letter.objection.above" if self.c.head.office.address else "letter.objection.somewhere")
        story: Story = [self._section("letter.objection"), self._text(w.p("letter.objection.text", where=where))]
        if self.c.next_review:
            story.append(self._text(w.p("letter.next_review", day=self._day(self.c.next_review))))
        return _together(story)

    def _closing(self) -> Story:
        w = self.w
        lines = [self._text(w.p("letter.thanks"), after=10), self._text(w.p("letter.closing"), after=24)]
        if self.c.head.office.name:
            lines.append(self._text(self.c.head.office.name, bold=True, after=2))
        lines.append(self._text("_" * 34, after=1))
        if self.c.signed_by:
            lines.append(self._text(self.c.signed_by, after=1))
        lines.append(self._text(w.p("letter.signature"), colour="muted", size=8.4, after=0))
        return [KeepTogether(lines)]


def _together(story: Story) -> Story:
    """A heading stays with the text below it and the first point; a short list stays whole."""
    return [KeepTogether(story)] if len(story) <= 8 else [KeepTogether(story[:3]), *story[3:]]
