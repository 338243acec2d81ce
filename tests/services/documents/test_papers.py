"""The papers besides dossier and form: memo, notices and their mails, orders, grade list, calendar, conditions in words."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.models.domain.enums import AnswerState, Grade
from app.models.domain.errors import UserError
from app.models.domain.log import LogFilter
from app.models.domain.methodology import Fact, Methodology
from app.models.domain.records import DEPARTMENTS, GradeRow, Notice, OutsideReport, ReviewRow
from app.services.documents import papers
from app.services.documents.assemble import assemble
from app.services.documents.build import checklist_of
from app.services.documents.content import Office
from app.services.documents.papers import build
from app.services.documents.papers.conditions import condition_words
from app.services.documents.papers.content import CalendarContent, NoticesContent, OrdersContent, PaperHead
from app.services.documents.papers.mails import drafts
from app.services.documents.pdf.papers import calendar, grade_list, memo, notices, order
from app.services.documents.wording import Wording, local
from app.services.methodology import builtin
from app.services.registry import Services
from app.texts import Texts
from tests.services.desk import Desk, new_customer
from tests.services.documents import boxes, cases, generated
from tests.services.documents.audit import faults_of
from tests.services.documents.conftest import dossier
from tests.services.documents.generated import Made

OFFICE = Office("Example Trading Co.", "1 Example Road")


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pages(data: bytes) -> int:
    return len(PdfReader(io.BytesIO(data)).pages)


def head(lang: str, **more: Any) -> PaperHead:
    return PaperHead(lang, OFFICE, cases.NOW, **more)


# --- what can be made, and what not -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, bare_store: Path) -> Iterator[tuple[Services, tuple[Made, ...]]]:
    """The first customers, one of every sort."""
    with generated.store(tmp_path_factory.mktemp("papers") / "few.zixin", 10, bare_store) as made:
        yield made


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
@pytest.mark.parametrize("key", ["grade_list", "calendar", "change_list"])
def test_no_paper_about_all_customers_has_a_fault(few: tuple[Services, tuple[Made, ...]], key: str, lang: str) -> None:
    paper, = papers.make(few[0], key, lang)
    assert faults_of(paper.data, flowing=True) == []


def test_a_paper_about_a_grade_is_refused_before_there_is_one(services: Services) -> None:
    case_id = Desk.opened(services).case.id
    for key in ("letter", "notices", "mails"):
        with pytest.raises(UserError) as refused:
            papers.make(services, key, "en", case_id=case_id)
        assert refused.value.key == "papers.no_grade"


def test_a_customer_without_a_case_has_a_blank_checklist_only(services: Services) -> None:
    customer = new_customer(services)
    assert papers.make(services, "checklist", "en", customer_id=customer.id)[0].data.startswith(b"%PDF")
    for key in ("memo", "filled", "order"):
        with pytest.raises(UserError) as refused:
            papers.make(services, key, "en", customer_id=customer.id)
        assert refused.value.key == "documents.no_case"


def test_every_kind_can_be_made_and_is_named_apart(services: Services, lang: str) -> None:
    desk = Desk.filled(services)
    desk.approved()
    names = []
    for kind in papers.KINDS:
        for made in papers.make(services, kind.key, lang, customer_id=desk.customer.id):
            names.append(made.name)
            assert made.name.startswith(kind.name)
            assert made.name.endswith(f"{lang}.{kind.suffix}")
    assert len(set(names)) == len(names) == len(papers.KINDS) - 1 + len(DEPARTMENTS)


# --- memo -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(cases.hostile()))
def test_the_memo_is_one_page_whatever_was_typed(name: str, lang: str) -> None:
    case = cases.hostile()[name]
    text = cases.LONG_WORD if name == "long words" else "Lorem ipsum dolor sit amet. " * 200
    source = cases.source(case, proposal=cases.proposal(case, Grade.BB, text, text), decisions=(cases.decision(text),))
    data = memo.render(assemble(source, lang))
    assert pages(data) == 1
    assert faults_of(data, flowing=False) == []


def test_the_memo_tells_what_the_dossier_says(lang: str, tmp_path: Path) -> None:
    content, w = dossier(lang), Wording(lang)
    text = boxes.text_of(memo.render(content), tmp_path)
    expected = [
        content.customer.name, content.origin.number, w.score(content.score.score), content.proposal.terms.grade.name,
        w.money(content.proposal.terms.limit, "CNY"), w.score(content.score.low), w.score(content.score.high),
        content.proposal.text, content.proposal.conditions, *(w.score(row.score) for row in content.score.cs),
    ]  # fmt: skip
    for words in expected:
        assert tight(words) in text, words


def test_a_text_that_the_memo_shortens_says_where_it_stands_in_full(lang: str, tmp_path: Path) -> None:
    content = dossier(lang)
    whole = "Lorem ipsum dolor sit amet. " * 100
    long = replace(content, proposal=replace(content.proposal, text=whole))
    text = boxes.text_of(memo.render(long), tmp_path)
    assert tight(Texts.load(lang)("papers.memo.see", part=12)) in text
    assert tight(whole) not in text
    assert tight(Texts.load(lang)("papers.memo.see", part=12)) not in boxes.text_of(memo.render(content), tmp_path)


# --- notices and their mails ------------------------------------------------------------------------------------------


def told(lang: str, after: Grade = Grade.BB, people: dict[str, str] | None = None) -> NoticesContent:
    rows = tuple(Notice(department, (people or {}).get(department, "")) for department in DEPARTMENTS)
    return build.notices_of(cases.change(after=after, notices=rows), builtin(), head(lang), "credit@example.com")


def test_each_department_has_a_page_that_says_what_it_does(lang: str, tmp_path: Path) -> None:
    data = notices.render(told(lang))
    assert pages(data) == len(DEPARTMENTS)
    text, t = boxes.text_of(data, tmp_path), Texts.load(lang)
    for department in DEPARTMENTS:
        assert tight(t(f"papers.notice.{department}.careful")) in text


@pytest.mark.parametrize("after", list(Grade))
def test_the_stop_is_told_from_cc_down(after: Grade, tmp_path: Path) -> None:
    text = boxes.text_of(notices.render(told("en", after)), tmp_path)
    assert (tight(Wording("en")("form.stop")) in text) is (after <= Grade.CC)


def mails(content: NoticesContent, form: bytes = b"") -> dict[str, EmailMessage]:
    found = {}
    for notice, made in zip(content.notices, drafts(content, form), strict=True):
        message = message_from_bytes(made.data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert not message.defects
        found[notice.department] = message
    return found


def test_a_draft_is_a_whole_message_that_was_not_sent(lang: str) -> None:
    people = {"sales": "Zhang San 张三 <zhang@example.com>", "finance": "finance@example.com", "legal": "A. Person"}
    content = told(lang, people=people)
    found = mails(content)
    for department, message in found.items():
        assert message["X-Unsent"] == "1"
        assert message["Date"].datetime == cases.NOW
        assert message["From"].addresses[0].addr_spec == "credit@example.com"
        assert content.customer_name in message["Subject"]
        body = message.get_content()
        assert content.after.grade.name in body
        assert Texts.load(lang)(f"papers.notice.{department}.careful") in body
        assert str(content.no) in body
    assert found["sales"]["To"].addresses[0].addr_spec == "zhang@example.com"
    assert found["sales"]["To"].addresses[0].display_name == "Zhang San 张三"
    assert found["finance"]["To"].addresses[0].addr_spec == "finance@example.com"
    assert found["legal"]["To"].addresses == ()
    assert "A. Person" in str(found["legal"]["To"])


def test_a_draft_about_the_sample_says_so_in_subject_and_body(lang: str) -> None:
    mark = Texts.load(lang)("documents.sample.mark")
    content = told(lang)
    sample = replace(content, head=replace(content.head, sample=True))
    for message in mails(sample).values():
        assert message["Subject"].startswith(mark)
        assert message.get_content().startswith(mark)
    assert all(mark not in f"{plain['Subject']} {plain.get_content()}" for plain in mails(content).values())


def test_lines_of_a_draft_are_as_the_standard_wants_them(lang: str) -> None:
    for made in drafts(told(lang), b"%PDF-1.4 form"):
        lines = made.data.split(b"\r\n")
        assert all(b"\n" not in line and b"\r" not in line for line in lines)
        assert max(map(len, lines)) <= 998
        made.data.decode("ascii")  # headers and body are encoded, nothing depends on the way it travels


def test_the_form_can_be_attached_and_the_same_draft_has_the_same_bytes(lang: str) -> None:
    content, form = told(lang), b"%PDF-1.4 " + bytes(range(256)) * 40
    attached, = mails(content, form)["sales"].iter_attachments()
    assert attached.get_content() == form
    assert attached.get_filename().endswith(f"{lang}.pdf")
    assert drafts(content, form) == drafts(content, form)
    assert not list(mails(content)["sales"].iter_attachments())


@pytest.mark.parametrize(
    "person",
    [
        *("A\r\nBcc: x@example.com", "<>", "a@b@c", "@", "@=1+1", "a b <not an address>", "“”,;:<x@example.com"),
        *("<x@y.z>\n<b@c.d>", "名" * 200),
    ],
)
def test_no_name_breaks_the_head_of_a_draft(person: str) -> None:
    content = replace(told("en", people={"sales": person}), customer_name="X\r\nBcc: y@example.com 示例")
    message = mails(content)["sales"]
    assert message["Bcc"] is None
    assert message["Subject"].count("\n") == 0
    assert set(message.keys()) == {
        *("Date", "From", "To", "Subject", "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
        "Content-Language",
    }


# --- order of an outside report ---------------------------------------------------------------------------------------


def test_an_order_names_the_company_and_asks_what_is_open(lang: str, tmp_path: Path) -> None:
    case, m, w = cases.view(), builtin(), Wording(lang)
    report = OutsideReport("Example Bureau", cases.TODAY, cases.TODAY + timedelta(days=14), Decimal(1800), "CNY")
    content = build.order_of(case, m, head(lang), report)
    text = boxes.text_of(order.render(OrdersContent((content,))), tmp_path)
    shown = [case.customer.name, "91350100M000100Y43", "Example Bureau", w.money(Decimal(1800), "CNY"), w.day(report.due)]
    for words in (*shown, *(label for _, label in content.questions)):
        assert tight(words) in text
    assert content.questions
    answers = case.answers
    assert all(item not in answers or answers[item].state is not AnswerState.VALUE for item, _ in content.questions)


def test_an_order_that_asks_nothing_in_particular_announces_no_points(lang: str, tmp_path: Path) -> None:
    asking = build.order_of(cases.view(), builtin(), head(lang), None)
    for content, announced in ((asking, True), (replace(asking, questions=()), False)):
        text = boxes.text_of(order.render(OrdersContent((content,))), tmp_path)
        assert (tight(Texts.load(lang)("papers.order.wanted")) in text) is announced
        assert (tight(Texts.load(lang)("papers.order.all")) in text) is not announced


def test_an_order_tells_nothing_that_was_found(tmp_path: Path) -> None:
    from tests.services.documents.canaries import planted

    source, planter = planted(0)
    content = build.order_of(source.view, source.methodology, head("en"), source.view.head.reports[0])
    text = boxes.text_of(order.render(OrdersContent((content,))), tmp_path)
    told_of = {place.split(".")[0] for word, place in planter.words.items() if word in text}
    assert told_of <= {"Customer", "Identifier", "CaseHead", "OutsideReport"}
    inside = {"Customer.note", "Customer.owner", "CaseHead.purpose"}
    assert not [place for word, place in planter.words.items() if word in text and place in inside]


# --- grade list and calendar ------------------------------------------------------------------------------------------


def rows(count: int) -> list[GradeRow]:
    m = builtin()
    found = []
    for number in range(count):
        row = GradeRow(number, f"C-{number:04d}", f"Customer {number}", False, "")
        if number % 7 != 6:
            days, terms = number * 37 % 92 - 4, cases.terms(Grade(number % 10), limit=1000 * number)
            day = cases.TODAY + timedelta(days=days)
            row = replace(row, methodology_hash=m.hash, terms=terms, next_review=day, days_left=days)
        found.append(row)
    return found


def test_the_grade_list_has_every_customer_once_best_grade_first(lang: str, tmp_path: Path) -> None:
    m = builtin()
    content = build.grade_list_of(rows(80), {m.hash: m}, head(lang))
    grades = [-1 if line.terms is None else int(line.terms.grade) for line in content.lines]
    assert grades == sorted(grades, reverse=True)
    assert sum(part.count for part in content.sums) == 80
    text = boxes.text_of(grade_list.render(content), tmp_path)
    assert all(text.count(f"C-{number:04d}") == 1 for number in range(80))
    total = sum((line.terms.limit for line in content.lines if line.terms), Decimal(0))
    assert tight(Wording(lang).money(total, "CNY")) in text
    assert tight(Texts.load(lang)("papers.overdue")) in text


def of_calendar(lang: str, *days: int) -> CalendarContent:
    found = [
        ReviewRow(n, f"C-{n:04d}", f"Customer {n}", Grade.A, cases.TODAY + timedelta(days=left), left, Decimal(1000), "CNY", None)
        for n, left in enumerate(days)
    ]
    return build.calendar_of(found, head(lang), cases.TODAY)


def test_the_calendar_has_every_review_in_its_week_and_its_month(lang: str, tmp_path: Path) -> None:
    days = (-9, -1, 0, 0, 1, 8, 30, 61, 92)
    content = of_calendar(lang, *days)
    assert [line.days_left for line in content.late] == [-9, -1]
    assert [line.days_left for week in content.weeks for line in week.lines] == [0, 0, 1, 8, 30, 61, 92]
    assert all(week.first <= line.day <= week.last for week in content.weeks for line in week.lines)
    assert all(week.first.weekday() == 0 and week.number == week.first.isocalendar().week for week in content.weeks)
    assert sum(month.total for month in content.months) == 7
    assert dict(content.months[0].counts)[cases.TODAY] == 2
    text = boxes.text_of(calendar.render(content), tmp_path)
    assert all(text.count(f"C-{number:04d}") == 1 for number in range(len(days)))


def test_no_review_can_stand_after_three_months() -> None:
    assert of_calendar("en", 92).last == cases.TODAY + timedelta(days=92)
    with pytest.raises(ValueError, match="92 days"):
        of_calendar("en", 93)


def test_the_months_of_a_calendar_reach_to_its_last_day() -> None:
    for start in (date(2026, 1, 31), date(2026, 11, 30), date(2027, 12, 1), date(2028, 2, 29)):
        content = build.calendar_of((), head("en"), start)
        ends = content.months[0].first, content.months[-1].first
        assert ends == (start.replace(day=1), content.last.replace(day=1))
        assert all(month.first.day == 1 for month in content.months)


@pytest.mark.parametrize("make", [lambda lang: calendar.render(of_calendar(lang, 3, 40)), lambda lang: memo.render(dossier(lang)),
                                  lambda lang: notices.render(told(lang))])  # fmt: skip
def test_same_paper_same_bytes(make: Callable[[str], bytes], lang: str) -> None:
    assert make(lang) == make(lang)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_sheet_is_the_one_of_the_settings(paper: str) -> None:
    content = replace(of_calendar("en", 3), head=PaperHead("en", replace(OFFICE, paper=paper), cases.NOW))
    box = PdfReader(io.BytesIO(calendar.render(content))).pages[0].mediabox
    assert round(float(box.height)) == {"a4": 842, "letter": 792}[paper]


# --- conditions in words ----------------------------------------------------------------------------------------------


def facts(m: Methodology) -> dict[str, Fact]:
    return {fact.id: fact for fact in m.facts}


def test_a_condition_is_told_in_words(lang: str) -> None:
    m, t = builtin(), Texts.load(lang)
    suits, months = facts(m)["f_supplier_suits"].label.get(lang), facts(m)["f_production_stopped_months"].label.get(lang)
    assert condition_words(None, m, t) == ""
    for condition in ("fact(f_supplier_suits)", "f_supplier_suits"):
        assert suits in condition_words(condition, m, t)
    both = condition_words("fact(f_supplier_suits) or f_production_stopped_months >= 6", m, t)
    assert suits in both and months in both and "≥ 6" in both
    assert condition_words("not f_supplier_suits", m, t) != condition_words("f_supplier_suits", m, t)
    assert t.number(1_000_000) in condition_words("requested > 1000000 and not new_customer", m, t)


def test_a_condition_stands_on_the_checklist(lang: str, tmp_path: Path) -> None:
    from app.services.documents import render_checklist_pdf

    m = builtin()
    with_one = replace(m, items=tuple(replace(i, asked_when="new_customer" if i.id == "A05" else None) for i in m.items))
    words = Texts.load(lang)("papers.condition", what=condition_words("new_customer", m, Texts.load(lang)))
    shown = [boxes.text_of(render_checklist_pdf(checklist_of(one, lang, OFFICE, cases.TODAY)), tmp_path) for one in (with_one, m)]
    assert [tight(words) in text for text in shown] == [True, False]


@pytest.mark.parametrize("first_deal", [None, date(2021, 3, 1)])
def test_the_filled_checklist_says_what_is_not_asked(lang: str, first_deal: date | None, tmp_path: Path) -> None:
    from app.services.documents import render_checklist_pdf

    m = builtin()
    asking = replace(m, items=tuple(replace(i, asked_when="new_customer" if i.id == "A05" else None) for i in m.items))
    case = cases.view(who=cases.customer(first_deal=first_deal))
    case = replace(case, answers={key: answer for key, answer in case.answers.items() if key != "A05"})
    text = boxes.text_of(render_checklist_pdf(checklist_of(asking, lang, OFFICE, cases.TODAY, case, blank=False)), tmp_path)
    said = tight(Texts.load(lang)("papers.checklist.not_asked"))
    assert text.count(said) == (0 if first_deal is None else 1)
    blank = boxes.text_of(render_checklist_pdf(checklist_of(asking, lang, OFFICE, cases.TODAY, case)), tmp_path)
    assert said not in blank


@pytest.mark.parametrize(("later", "hour"), [(0, "{:%H:%M}"), (1, "00:00")])
def test_a_change_holds_from_the_hour_of_the_decision_or_from_the_beginning_of_its_day(
    lang: str, later: int, hour: str, tmp_path: Path
) -> None:
    from app.services.documents import render_change_form_pdf
    from app.services.documents.build import change_form_of

    decided = local(cases.NOW)
    day, hour = decided.date() + timedelta(days=later), hour.format(decided)
    changed = replace(cases.change(), effective=day, approved_at=cases.NOW)
    content = build.notices_of(changed, builtin(), head(lang))
    shown = f"{Texts.load(lang).date(day)} {hour}"
    assert tight(shown) in boxes.text_of(notices.render(content), tmp_path)
    assert all(shown in message.get_content() for message in mails(content).values())
    form = boxes.text_of(render_change_form_pdf(change_form_of(changed, builtin(), lang, OFFICE)), tmp_path)
    assert hour in form and "____:____" not in form


def test_each_area_of_the_blank_checklist_has_room_for_remarks(lang: str, tmp_path: Path) -> None:
    from app.services.documents import render_checklist_pdf

    content = checklist_of(builtin(), lang, OFFICE, cases.TODAY)
    text = boxes.text_of(render_checklist_pdf(content), tmp_path)
    assert text.count(tight(Texts.load(lang)("papers.checklist.remarks"))) == len(content.sheets)


@pytest.mark.parametrize("samples", [0, 1, 2])
def test_lists_mark_the_sample_and_the_paper_where_there_is_nothing_else(lang: str, samples: int, tmp_path: Path) -> None:
    w, m = Wording(lang), builtin()
    days = [
        ReviewRow(n, f"C-{n}", f"Customer {n}", Grade.A, cases.TODAY, 0, Decimal(1), "CNY", None, n < samples) for n in range(2)
    ]
    graded = [GradeRow(n, f"C-{n}", f"Customer {n}", n < samples, "") for n in range(2)]
    for data in (
        calendar.render(build.calendar_of(days, head(lang), cases.TODAY)),
        grade_list.render(build.grade_list_of(graded, {m.hash: m}, head(lang))),
    ):
        text = boxes.text_of(data, tmp_path)
        assert text.count(tight(f"({w('sample.short')})")) == samples
        assert (tight(w("sample.mark")) in text) is (samples == 2)


# --- list of grade changes --------------------------------------------------------------------------------------------


def test_the_list_of_grade_changes_tells_what_narrows_it_and_the_newest_code(
    services: Services, lang: str, tmp_path: Path
) -> None:
    change = Desk.filled(services).approved(text="two good years")
    whole, = papers.make(services, "change_list", lang)
    text = boxes.text_of(whole.data, tmp_path)
    assert change.customer_number in text and tight("two good years") in text and change.fingerprint in tight(text)
    assert faults_of(whole.data, flowing=True) == []
    narrowed, = papers.make(services, "change_list", lang, changes=LogFilter(direction="down", rule="K07"))
    text = boxes.text_of(narrowed.data, tmp_path)
    assert change.customer_number not in text and "K07" in text and tight(Texts.load(lang)("papers.change_list.none")) in text
