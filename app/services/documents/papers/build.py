"""Gathers what the other papers say from the services. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from app.models.domain.enums import AnswerState, Area, Grade
from app.models.domain.errors import UserError
from app.models.domain.methodology import Methodology
from app.models.domain.records import CaseView, GradeChange, GradeRow, OutsideReport, ReviewRow
from app.services.documents.assemble import assemble, is_sample
from app.services.documents.assemble_decision import terms_content
from app.services.documents.build import build_checklist, dossier_source, office_of
from app.services.documents.forms import ChecklistContent, NoticeContent
from app.services.documents.papers.content import (
    CalendarContent,
    GradeLine,
    GradeListContent,
    GradeSum,
    LetterContent,
    MonthContent,
    NoticesContent,
    OrderContent,
    OrdersContent,
    PaperHead,
    ReviewLine,
    WeekContent,
)
from app.services.documents.papers.letter import letter_of
from app.services.registry import Services
from app.services.settings.schema import MAX_REVIEW_DAYS

# What an agency looks up or asks for us.
_OUTSIDE = frozenset({"BUR", "COURT", "NEWS", "REF", "BANK", "REG", "TAX", "PLEDGE"})
_PLACE_OF_AREA = {area: place for place, area in enumerate(Area)}


def head_of(services: Services, lang: str, *, sample: bool = False) -> PaperHead:
    """Return what every paper carries, as of now."""
    return PaperHead(lang, office_of(services, lang), services.clock.now(), sample)


def change_of(services: Services, *, case_id: int | None = None, customer_id: int | None = None) -> GradeChange:
    """Return the grade change of a case, or the newest of a customer. UserError ``papers.no_grade`` when there is none."""
    if customer_id is None:
        if case_id is None:
            raise UserError("papers.no_grade")
        customer_id = services.cases.view(case_id).customer.id
    found = services.log.decided(customer_id, case_id)
    if found is None:
        raise UserError("papers.no_grade")
    return found


def build_letter(
    services: Services, lang: str, *, case_id: int | None = None, customer_id: int | None = None
) -> LetterContent:
    """Return the letter about the grade that a case led to. UserError ``papers.no_grade`` before it is approved."""
    change = change_of(services, case_id=case_id, customer_id=customer_id)
    source = dossier_source(services, change.case_id, lang)
    return letter_of(assemble(source, lang), source.view, source.methodology)


def build_notices(
    services: Services, lang: str, *, case_id: int | None = None, customer_id: int | None = None
) -> NoticesContent:
    """Return what the departments are told of a grade change. UserError ``papers.no_grade`` when there is none."""
    change = change_of(services, case_id=case_id, customer_id=customer_id)
    view = services.cases.view(change.case_id)
    m = services.methodologies.by_hash(view.head.methodology_hash)
    head = head_of(services, lang, sample=is_sample(view))
    return notices_of(change, m, head, services.settings.get("company_email"))


def notices_of(change: GradeChange, m: Methodology, head: PaperHead, sender: str = "") -> NoticesContent:
    """Return the notices of a change. Pure."""
    before = terms_content(change.before, m, head.lang) if change.before else None
    return NoticesContent(
        head=head,
        sender=sender,
        no=change.no,
        customer_name=change.customer_name,
        customer_number=change.customer_number,
        change_class=change.change_class,
        before=before,
        after=terms_content(change.after, m, head.lang),
        notches=None if before is None else int(change.after.grade) - int(before.grade),
        stop=change.after.grade <= Grade.CC,
        conditions=change.conditions,
        effective=change.effective,
        next_review=change.next_review,
        approved_by=change.approved_by,
        approved_at=change.approved_at,
        fingerprint=change.fingerprint,
        notices=tuple(NoticeContent(n.department, n.person, n.sent, n.channel, n.acknowledged) for n in change.notices),
    )


def build_orders(services: Services, lang: str, *, case_id: int) -> OrdersContent:
    """Return the orders of the outside reports of a case that have not arrived, or a blank one."""
    view = services.cases.view(case_id)
    m = services.methodologies.by_hash(view.head.methodology_hash)
    head = head_of(services, lang, sample=is_sample(view))
    waiting = [report for report in view.head.reports if report.arrived is None]
    return OrdersContent(tuple(order_of(view, m, head, report) for report in waiting) or (order_of(view, m, head, None),))


def order_of(view: CaseView, m: Methodology, head: PaperHead, report: OutsideReport | None) -> OrderContent:
    """Return the order of a report, with None a blank one. Pure. It asks what is open and tells nothing that was found."""
    who = view.customer
    asked = sorted(
        (item for item in m.items if item.source != "expr" and _OUTSIDE.intersection(item.evidence) and _is_open(view, item.id)),
        key=lambda item: (_PLACE_OF_AREA[item.area], item.id),
    )
    return OrderContent(
        head=head,
        case_number=view.head.number,
        agency=report.agency if report else "",
        ordered=report.ordered if report else None,
        due=report.due if report else None,
        cost=report.cost if report else None,
        currency=report.currency if report else "",
        customer_name=who.name,
        former_names=who.former_names,
        identifiers=tuple((row.kind, row.value) for row in who.identifiers),
        country=who.country,
        address=who.address,
        trade=next((row.label.get(head.lang) for row in m.trades if row.key == who.trade), who.trade),
        ordered_by=view.head.assessor,
        questions=tuple((item.id, item.label.get(head.lang)) for item in asked),
    )


def _is_open(view: CaseView, item: str) -> bool:
    answer = view.answers.get(item)
    return answer is None or answer.state in (AnswerState.EMPTY, AnswerState.UNKNOWN)


# --- company-wide -----------------------------------------------------------------------------------------------------


def build_grade_list(services: Services, lang: str) -> GradeListContent:
    """Return all customers with grade, limit, term and next review."""
    rows = services.reviews.grades()
    known = {row.methodology_hash for row in rows if row.methodology_hash}
    methodologies = {one: services.methodologies.by_hash(one) for one in known}
    return grade_list_of(rows, methodologies, head_of(services, lang))


def grade_list_of(rows: Sequence[GradeRow], methodologies: dict[str, Methodology], head: PaperHead) -> GradeListContent:
    """Return the list, best grade first, those without a grade last, inside a grade by name. Pure."""
    lines = [
        GradeLine(
            number=row.number,
            name=row.name,
            terms=terms_content(row.terms, methodologies[row.methodology_hash], head.lang) if row.terms else None,
            next_review=row.next_review,
            days_left=row.days_left,
            sample=row.sample,
            frozen=row.terms is not None and (row.held or (row.days_left is not None and row.days_left < 0)),
        )
        for row in rows
    ]
    lines.sort(key=_best_first)
    sums = [_sum(rank, tuple(part)) for rank, part in groupby(lines, key=_best_first)]
    return GradeListContent(_marked(head, lines), tuple(lines), tuple(sums))


def _marked(head: PaperHead, lines: Sequence[GradeLine] | Sequence[ReviewLine]) -> PaperHead:
    """The head of a list: marked as a sample where every line is one; else the lines are marked that are."""
    return replace(head, sample=bool(lines) and all(line.sample for line in lines))


def _best_first(line: GradeLine) -> int:
    return 1 if line.terms is None else -int(line.terms.grade)


def _sum(rank: int, lines: tuple[GradeLine, ...]) -> GradeSum:
    limits: dict[str, Decimal] = {}
    for terms in (line.terms for line in lines):
        if terms is not None:
            limits[terms.currency] = limits.get(terms.currency, Decimal(0)) + terms.limit
    return GradeSum(None if rank > 0 else Grade(-rank), len(lines), tuple(sorted(limits.items())))


def build_calendar(services: Services, lang: str) -> CalendarContent:
    """Return the reviews to come."""
    return calendar_of(services.reviews.rows(), head_of(services, lang), services.clock.today())


def calendar_of(rows: Iterable[ReviewRow], head: PaperHead, today: date) -> CalendarContent:
    """Return the calendar as of ``today``. Pure. ValueError for a review later than the rule of three months allows."""
    last = today + timedelta(days=MAX_REVIEW_DAYS)
    lines = sorted((_review(row) for row in rows), key=lambda line: (line.day, line.name, line.number))
    if lines and lines[-1].day > last:
        raise ValueError(f"a review stands more than {MAX_REVIEW_DAYS} days on: {lines[-1].number}")
    coming = [line for line in lines if line.day >= today]
    weeks = tuple(_week(monday, tuple(part)) for monday, part in groupby(coming, key=lambda line: _monday(line.day)))
    return CalendarContent(
        head=_marked(head, lines),
        today=today,
        last=last,
        late=tuple(line for line in lines if line.day < today),
        weeks=weeks,
        months=tuple(_month(first, coming) for first in _months(today, last)),
    )


def _review(row: ReviewRow) -> ReviewLine:
    return ReviewLine(row.next_review, row.days_left, row.number, row.name, row.grade, row.limit, row.currency, row.sample)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week(monday: date, lines: tuple[ReviewLine, ...]) -> WeekContent:
    return WeekContent(monday.isocalendar().week, monday, monday + timedelta(days=6), lines)


def _months(first: date, last: date) -> list[date]:
    found = [first.replace(day=1)]
    while (following := (found[-1] + timedelta(days=32)).replace(day=1)) <= last:
        found.append(following)
    return found


def _month(first: date, lines: Sequence[ReviewLine]) -> MonthContent:
    days = [line.day for line in lines if (line.day.year, line.day.month) == (first.year, first.month)]
    return MonthContent(first, tuple((day, days.count(day)) for day in dict.fromkeys(days)), len(days))


def build_area_checklist(
    services: Services, lang: str, *, case_id: int | None, blank: bool, areas: Sequence[str] = ()
) -> ChecklistContent:
    """Return the checklist, of all areas or of some. ValueError for an area that there is not."""
    whole = build_checklist(services, lang, case_id=case_id, blank=blank)
    wanted = {Area(area) for area in areas} or set(Area)
    return replace(whole, sheets=tuple(sheet for sheet in whole.sheets if sheet.area in wanted))
