"""Ten thousand hostile texts through every field: no formula, link or action in any workbook, PDF, mail or CSV file."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas
from xlsxwriter.workbook import Workbook

from app.models.domain.labels import Labels
from app.models.domain.listing import ListQuery
from app.models.domain.methodology import Methodology
from app.services import documents
from app.services.customers.listing import Lines
from app.services.documents.assemble import assemble
from app.services.documents.batch import KINDS, WORKBOOK, papers_of
from app.services.documents.papers import COMPANY, make
from app.services.documents.papers import KINDS as PAPERS
from app.services.methodology import builtin
from app.services.table_file import as_csv, as_workbook
from app.services.timeline.export import table_bytes
from tests.services.documents import conftest, hostile_store
from tests.services.documents.hard_texts import hostile
from tests.services.documents.hostile_store import PLACES, Hostile
from tests.services.documents.scan import actions_of, doors_of, formulas_of, runnable_cells

LANGUAGES = ("en", "zh", "ru")


@pytest.fixture(scope="module")
def wild(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    """A store full of hostile texts."""
    with hostile_store.store(tmp_path_factory.mktemp("wild") / "wild.zixin") as made:
        yield made


@pytest.fixture(scope="module")
def tame(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    """The same store with harmless texts."""
    with hostile_store.store(tmp_path_factory.mktemp("tame") / "tame.zixin", plain=True) as made:
        yield made


def _papers(store: Hostile, number: int, kind: str) -> list[bytes]:
    customer = store.services.customers.get(store.customers[number][0])
    return [made.data for made in papers_of(store.services, kind, customer, LANGUAGES[number % 3])]


# --- the texts and the harness ------------------------------------------------------------------------------------------


def test_there_are_ten_thousand_different_texts_and_they_reach_the_papers(wild: Hostile) -> None:
    assert len(wild.given) >= PLACES
    assert len(set(wild.given)) == len(wild.given)
    told: set[str] = set()
    for customer_id, case_id, change in wild.customers:
        view = wild.services.cases.view(case_id)
        told |= _texts_in(documents.build_dossier(wild.services, "en", case_id=case_id))
        form = documents.build_change_form(wild.services, change, "en")
        told |= _texts_in(form)
        told |= _texts_in(documents.build_checklist(wild.services, "en", case_id=case_id, blank=False))
        told |= {part for notice in form.notices for part in notice.person.split(" @")}
        told |= _texts_in(wild.services.customers.get(customer_id)) | _texts_in(tuple(view.answers.values()))
    lost = [text for text in wild.given if not any(text in one for one in (told if text not in told else (text,)))]
    assert len(lost) <= 40, lost[:5]  # people who only signed, and a report more than the paper tells


def _texts_in(value: object) -> set[str]:
    """Every text in a tree of records, the parts of one that was put together too."""
    found: set[str] = set()
    if isinstance(value, str):
        found |= {value, *value.split("\n")}
    elif isinstance(value, dict):
        found |= {text for one in value.values() for text in _texts_in(one)}
    elif isinstance(value, tuple):
        found |= {text for one in value for text in _texts_in(one)}
    elif is_dataclass(value) and not isinstance(value, type):
        found |= {text for field in fields(value) for text in _texts_in(getattr(value, field.name))}
    return found


def test_the_scan_of_workbooks_finds_each_planted_door() -> None:
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write("A1", "=1+1")
    sheet.write("A2", "http://x.invalid")
    sheet.data_validation("A3", {"validate": "list", "source": "=$B$1:$B$2"})
    book.close()
    assert formulas_of(out.getvalue()) == {
        "xl/worksheets/sheet1.xml!A1": "1+1",
        "xl/worksheets/sheet1.xml!formula10": "$B$1:$B$2",
    }
    assert {fault.split(" in ")[0] for fault in doors_of(out.getvalue())} == {"hyperlink", "outside target"}


def test_the_scan_of_papers_finds_each_planted_action() -> None:
    def paper(**more: str) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out)
        canvas.drawString(60, 300, "/JS (app.alert(1)) /URI (http://x.invalid)")
        canvas.bookmarkPage("here")
        canvas.linkRect("", "here", (0, 0, 9, 9))
        if "url" in more:
            canvas.linkURL(more["url"], (0, 0, 9, 9))
        if "script" in more:
            from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFString

            action = PDFDictionary({"S": PDFName("JavaScript"), "JS": PDFString(more["script"])})
            canvas._doc.Catalog.OpenAction = action  # type: ignore[attr-defined]
            canvas._doc.Catalog.__NoDefault__ = [*canvas._doc.Catalog.__NoDefault__, "OpenAction"]  # type: ignore[attr-defined]
        canvas.save()
        return out.getvalue()

    assert actions_of(paper()) == []
    assert any("/URI" in fault for fault in actions_of(paper(url="http://x.invalid")))
    assert any("/OpenAction" in fault for fault in actions_of(paper(script="app.alert(1)")))


def test_the_scan_of_csv_finds_each_cell_that_would_run() -> None:
    assert runnable_cells("a,=1+1,-5,+7 495,＝1, =2,'=3\r\n".encode()) == ["=1+1", "＝1", " =2"]


# --- workbooks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(hostile_store.CUSTOMERS))
def test_a_workbook_has_the_formulas_of_its_harmless_twin_and_no_other(wild: Hostile, tame: Hostile, number: int) -> None:
    (book,), (twin,) = _papers(wild, number, WORKBOOK), _papers(tame, number, WORKBOOK)
    formulas = _without_rows(formulas_of(book))
    assert formulas == _without_rows(formulas_of(twin))
    assert formulas.total() > 100
    assert doors_of(book) == []


def _without_rows(formulas: dict[str, str]) -> Counter[tuple[str, str]]:
    """How often each formula stands in each column: a text of wide letters may move the rows below it."""
    return Counter((re.sub(r"\d+$", "", place), re.sub(r"\d+", "#", formula)) for place, formula in formulas.items())


def test_hostile_words_of_a_methodology_stay_words() -> None:
    wild, tame = (assemble(replace(conftest.full_source(), methodology=_labelled(plain)), "en") for plain in (False, True))
    book, twin = documents.render_dossier_xlsx(wild), documents.render_dossier_xlsx(tame)
    assert _without_rows(formulas_of(book)) == _without_rows(formulas_of(twin))
    assert doors_of(book) == []
    assert actions_of(documents.render_dossier_pdf(wild)) == []


def _labelled(plain: bool) -> Methodology:
    """The methodology with another text, hostile or plain, in the place of each of its words."""
    texts = iter(hostile(8000, seed=5))

    def swap(value: object) -> object:
        if isinstance(value, Labels):
            text = "plain" if plain else next(texts)
            return Labels(text, text, text)
        if isinstance(value, tuple):
            return tuple(swap(one) for one in value)
        if is_dataclass(value) and not isinstance(value, type):
            changed = {field.name: swap(getattr(value, field.name)) for field in fields(value) if field.init}
            return replace(value, **{name: new for name, new in changed.items() if new is not getattr(value, name)})
        return value

    return swap(builtin())  # type: ignore[return-value]


# --- PDF and mail -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS if kind.suffix == "pdf"])
def test_no_paper_acts_links_or_carries_anything(wild: Hostile, kind: str) -> None:
    for number in range(2 if kind == "filled" else hostile_store.CUSTOMERS):
        for data in _papers(wild, number, kind):
            assert actions_of(data) == []


@pytest.mark.parametrize("kind", [kind.key for kind in PAPERS if kind.scope == COMPANY])
def test_no_paper_of_the_company_acts_links_or_carries_anything(wild: Hostile, kind: str) -> None:
    for lang in LANGUAGES:
        (made,) = make(wild.services, kind, lang)
        assert actions_of(made.data) == []


def test_drafts_of_mails_have_the_head_of_their_harmless_twins(wild: Hostile, tame: Hostile) -> None:
    read = partial(email.message_from_bytes, policy=email.policy.default)
    for number in range(hostile_store.CUSTOMERS):
        for one, other in zip(_papers(wild, number, "mails"), _papers(tame, number, "mails"), strict=True):
            mail, twin = read(one), read(other)
            assert mail.keys() == twin.keys()
            assert [part.get_content_type() for part in mail.walk()] == [part.get_content_type() for part in twin.walk()]
            assert not mail.defects


# --- tables -------------------------------------------------------------------------------------------------------------


def test_no_cell_of_a_table_would_run(wild: Hostile) -> None:
    rows = [(text, text, Decimal(-5)) for text in wild.given]
    assert runnable_cells(as_csv(("=head", "b", "c"), rows)) == []
    assert runnable_cells(table_bytes([(text, text) for text in wild.given])) == []
    book = as_workbook("=title", ("=head", "b", "c"), rows)
    assert [place for place in formulas_of(book) if "definedName" not in place] == []
    assert doors_of(book) == []
    sheet = openpyxl.load_workbook(io.BytesIO(book), read_only=True).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_list_of_customers_is_written_without_anything_that_runs(wild: Hostile, tmp_path: Path, suffix: str) -> None:
    columns = ("number", "name", "owner", "officer", "group", "identifier")
    path = tmp_path / f"list.{suffix}"
    listed = wild.services.customer_list
    listed.export([Lines(listed.ids(ListQuery()))], columns, columns, path, {}, title="=title")
    data = path.read_bytes()
    if suffix == "csv":
        assert runnable_cells(data) == []
    else:
        assert [place for place in formulas_of(data) if "definedName" not in place] == []
        assert doors_of(data) == []
