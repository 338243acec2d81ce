"""The list of grade changes, on as many pages as it takes."""

from __future__ import annotations

from app.models.domain.log import DIRECTIONS, LogEntry, LogFilter
from app.services.documents.papers.change_list import ChangeListContent
from app.services.documents.pdf import flow
from app.services.documents.pdf.papers.long_list import long_list
from app.services.documents.pdf.papers.sheet import Sheet, Words
from app.services.documents.wording import NONE
from app.services.people import PROGRAM

_WIDTHS = (28, 52, 116, 68, 88, 126, 66)
_LONGEST = 200
_CODE = 8


def render(content: ChangeListContent) -> bytes:
    """Return the list as the bytes of a PDF. Same content, same bytes."""
    w = Words(content.head.lang)
    day = w.day(content.head.made_at)
    sheet = Sheet(content.head, w.p("change_list.title"), day, w.p("internal"))
    story = sheet.heading(w.p("change_list.below", day=day, count=w.many("change_list.count", content.total)))
    if asked := _asked(content.wanted, w):
        story.append(flow.text(w.p("change_list.only", what="; ".join(asked)), w.lang))
    if not content.entries:
        return sheet.pdf([*story, flow.text(w.p("change_list.none"), w.lang, colour="muted")])
    parts = [w.t.plural(f"ui.changes.sum_{one}", content.counts[one]) for one in DIRECTIONS if content.counts[one]]
    story.append(flow.text(" · ".join(parts), w.lang))
    if content.total > len(content.entries):
        story.append(flow.text(w.p("change_list.cut", shown=w.number(len(content.entries))), w.lang))
    if content.newest is not None:
        no, code = content.newest
        grouped = " ".join(code[at:at + _CODE] for at in range(0, len(code), _CODE))
        story.append(flow.text(w.p("change_list.newest", no=no, code=grouped), w.lang, 8, colour="muted"))
    heads = [w.p(f"change_list.head.{key}") for key in ("no", "day", "customer", "grade", "limit", "why", "by")]
    rows = [_row(one, w) for one in content.entries]
    return sheet.pdf([*story, flow.gap(4), long_list(w.lang, heads, rows, _WIDTHS, right=(0, 4))])


def _row(entry: LogEntry, w: Words) -> list[str]:
    one, before = entry.change, entry.change.before
    grade = one.after.grade.name if before is None or before.grade is one.after.grade else (
        f"{before.grade.name} → {one.after.grade.name}")
    limit = w.money(one.after.limit, one.after.currency)
    if before is not None and (before.limit, before.currency) != (one.after.limit, one.after.currency):
        limit = f"{limit}\n{w.p('change_list.was', amount=w.money(before.limit, before.currency))}"
    why = (w(f"change_class.{one.change_class.value}"), _reason(entry, w))
    return [
        w.number(one.no), w.day(one.at), f"{w.listed(one.customer_name, False)}\n{one.customer_number}",
        f"{grade}\n{_way(entry, w)}", limit, "\n".join(part for part in why if part),
        f"{_who(one.approved_by, w)}\n{one.fingerprint[:_CODE]}",
    ]


def _way(entry: LogEntry, w: Words) -> str:
    if entry.corrects is not None:
        return w.t("ui.changes.correction_of", no=entry.corrects)
    if not entry.notches:
        return w.t(f"ui.changes.way.{entry.direction}")
    return w.t.plural(f"ui.changes.notches_{entry.direction}", abs(entry.notches))


def _reason(entry: LogEntry, w: Words) -> str:
    text = " ".join((entry.reason or entry.change.text).split())
    words = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    later = "".join(f" [{w.t('ui.changes.head.corrected_by')} {no}]" for no in entry.corrected_by)
    return words + later


def _who(name: str, w: Words) -> str:
    return w.t("ui.changes.program") if name == PROGRAM else name or NONE


def _asked(wanted: LogFilter, w: Words) -> list[str]:
    """What narrows the list, in words."""
    said = [
        ("customer", wanted.customer), ("words", wanted.text), ("since", w.day(wanted.since) if wanted.since else ""),
        ("until", w.day(wanted.until) if wanted.until else ""),
        ("way", w.t(f"ui.changes.way.{wanted.direction}") if wanted.direction else ""),
        ("head.after", wanted.grade.name if wanted.grade is not None else ""),
        ("class", w(f"change_class.{wanted.change_class.value}") if wanted.change_class is not None else ""),
        ("rules", wanted.rule), ("officer", _who(wanted.officer, w) if wanted.officer else ""),
    ]
    return [w.p("change_list.asked", name=w.t(f"ui.changes.{name}"), value=value) for name, value in said if value]
