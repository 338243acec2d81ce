"""The review calendar: the months at a glance, then the reviews week by week."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from reportlab.platypus import KeepTogether, Table, TableStyle

from app.services.documents.papers.content import CalendarContent, MonthContent, ReviewLine, WeekContent
from app.services.documents.pdf import flow, fonts, look, tables
from app.services.documents.pdf.charts import Chart
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.papers.long_list import long_list
from app.services.documents.pdf.papers.sheet import Sheet, Story, Words

_ACROSS = 2
_GAP = 18.0
_WIDTHS = (58, 52, 180, 44, 92, 76)


def render(content: CalendarContent) -> bytes:
    """Return the calendar as the bytes of a PDF. Same content, same bytes."""
    w = Words(content.head.lang)
    sheet = Sheet(content.head, w.p("calendar.title"), w.day(content.today), w.p("internal"))
    count = len(content.late) + sum(len(week.lines) for week in content.weeks)
    story = sheet.heading(
        w.p("calendar.below", first=w.day(content.today), last=w.day(content.last), count=w.many("reviews", count))
    )
    how = w.p("calendar.how", last=w.day(content.last))
    story += [_months(content, w), flow.gap(4), flow.text(how, w.lang, 7.6, colour="muted", after=8)]
    if content.late:
        story += _part(w.many("calendar.late", len(content.late)), w.p("calendar.late.text"), content.late, w)
    for week in content.weeks:
        story += _part(_week_name(week, w), w.many("reviews", len(week.lines)), week.lines, w)
    if not count:
        story.append(flow.text(w.p("calendar.none"), w.lang, colour="muted"))
    return sheet.pdf(story)


def _week_name(week: WeekContent, w: Words) -> str:
    return w.p("calendar.week", number=week.number, first=w.day(week.first), last=w.day(week.last))


def _part(title: str, below: str, lines: Sequence[ReviewLine], w: Words) -> Story:
    heads = [*(w.p(f"head.{key}") for key in ("review", "number", "customer", "grade", "limit")), w.p("calendar.left")]
    rows = [_row(line, w) for line in lines]
    table = long_list(w.lang, heads, rows, _WIDTHS, right=(4,))
    head: Story = [
        para(title, style(w.lang, 10.2, bold=True, before=9, after=1, keep=True), "H2"),
        para(below, style(w.lang, 7.8, colour="muted", after=3, keep=True)),
    ]
    return [KeepTogether([*head, table])] if len(rows) <= 12 else [*head, table]


def _row(line: ReviewLine, w: Words) -> list[str]:
    name = w.listed(line.name, line.sample)
    left = w.many("calendar.overdue", -line.days_left) if line.days_left < 0 else w.days(line.days_left)
    if line.days_left == 0:
        left = w.p("calendar.today")
    return [w.day(line.day), line.number, name, line.grade.name, w.money(line.limit, line.currency), left]


def _months(content: CalendarContent, w: Words) -> Table:
    wide = (look.WIDTH - _GAP * (_ACROSS - 1)) / _ACROSS
    cells: list[Any] = [MonthGrid(month, content, w, wide) for month in content.months]
    cells += [""] * (-len(cells) % _ACROSS)
    rows = [cells[start : start + _ACROSS] for start in range(0, len(cells), _ACROSS)]
    table = Table(rows, colWidths=[wide + _GAP] * (_ACROSS - 1) + [wide], hAlign="LEFT")
    plain = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP")]
    table.setStyle(TableStyle([tables.BASE, ("VALIGN", (0, 0), (-1, -1), "TOP"), *plain, ("BOTTOMPADDING", (0, 0), (-1, -1), 8)]))
    return table


class MonthGrid(Chart):
    """A month of weeks from Monday on: the days small, the number of reviews of a day large in a frame."""

    HEAD, DAYS, LINE = 17.0, 12.0, 22.0

    def __init__(self, month: MonthContent, content: CalendarContent, w: Words, width: float) -> None:
        self._month, self._content, self._w = month, content, w
        self._lead = month.first.weekday()
        self._length = monthrange(month.first.year, month.first.month)[1]
        told = "; ".join(f"{w.day(day)}: {w.number(count)}" for day, count in month.counts)
        alt = f"{_month_name(month.first, w.lang)}: {w.many('reviews', month.total)}. {told}"
        super().__init__(width, self.HEAD + self.DAYS + self.LINE * -(-(self._lead + self._length) // 7), alt)

    def paint(self, canvas: Any) -> None:
        lang, first = self._w.lang, self._month.first
        wide = self.width / 7
        canvas.setFillColor(look.TEXT)
        canvas.setFont(fonts.BOLD, 9)
        canvas.drawString(0, self.height - 10, fonts.safe(_month_name(first, lang)))
        canvas.setFont(fonts.REGULAR, 7.4)
        canvas.setFillColor(look.MUTED)
        canvas.drawRightString(self.width, self.height - 10, self._w.many("reviews", self._month.total))
        for place in range(7):
            name = _day_name(place, lang)
            canvas.drawCentredString(wide * (place + 0.5), self.height - self.HEAD - 8, fonts.safe(name))
        counts = dict(self._month.counts)
        days = [first + timedelta(days=number) for number in range(self._length)]
        for day in sorted(days, key=self._is_today):  # today's frame lies over those beside it
            row, column = divmod(self._lead + day.day - 1, 7)
            y = self.height - self.HEAD - self.DAYS - self.LINE * (row + 1)
            self._day(canvas, day, wide * column, y, wide, counts)

    def _is_today(self, day: date) -> bool:
        return day == self._content.today

    def _day(self, canvas: Any, day: date, x: float, y: float, wide: float, counts: dict[date, int]) -> None:
        count, inside = counts.get(day, 0), self._content.today <= day <= self._content.last
        canvas.setStrokeColor(look.TEXT if day == self._content.today else look.LINE)
        canvas.setLineWidth(1.2 if day == self._content.today else 0.4)
        canvas.setFillColor(look.SOFT if count else look.WHITE if inside else look.HEAD)
        canvas.rect(x, y, wide, self.LINE, stroke=1, fill=1)
        canvas.setFillColor(look.MUTED)
        canvas.setFont(fonts.REGULAR, 5.8)
        canvas.drawString(x + 2, y + self.LINE - 7, str(day.day))
        if count:
            canvas.setFillColor(look.TEXT)
            canvas.setFont(fonts.BOLD, 10)
            canvas.drawRightString(x + wide - 4, y + 5, self._w.number(count))


def _month_name(first: date, lang: str) -> str:
    from babel.dates import format_date, format_skeleton

    name = format_skeleton("yMMMM", first, locale=lang) if lang == "zh" else format_date(first, "LLLL y", locale=lang)
    return name[:1].upper() + name[1:]


def _day_name(place: int, lang: str) -> str:
    from babel.dates import get_day_names

    return str(get_day_names("abbreviated", "stand-alone", lang)[place])
