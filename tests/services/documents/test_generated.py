"""Every paper of every sort of customer in three languages: it opens, nothing is cut, overlaps, lacks a glyph or stands empty."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from app.models.domain.enums import Grade
from app.services import documents
from app.services.documents import batch
from app.services.documents.batch import FORM, KINDS
from app.services.documents.papers import COMPANY, make
from app.services.documents.papers import KINDS as PAPERS
from app.services.registry import Services
from tests.services.documents import generated
from tests.services.documents.audit import faults_of
from tests.services.documents.generated import Made

LANGUAGES = ("en", "zh", "ru")
FEW, MANY, GROUP = 10, 200, 10
GRADED = {kind.key for kind in PAPERS if kind.graded}
Papers = Iterator[tuple[str, bytes]]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, bare_store: Path) -> Iterator[tuple[Services, tuple[Made, ...]]]:
    """The first customers, one of every sort."""
    with generated.store(tmp_path_factory.mktemp("few") / "few.zixin", FEW, bare_store) as made:
        yield made


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, bare_store: Path) -> Iterator[tuple[Services, tuple[Made, ...]]]:
    """Two hundred customers; all difficulties in ever new company."""
    with generated.store(tmp_path_factory.mktemp("many") / "many.zixin", MANY, bare_store) as made:
        yield made


def papers_of(services: Services, made: Made, lang: str) -> Papers:
    """Name and bytes of every paper of one customer; those that need a grade only where there is one.

    The blank checklist is the same for all, so the first one's stands for all.
    """
    customer = services.customers.get(made.customer_id)
    for kind in KINDS:
        wanted = kind.suffix == "pdf" and kind.key != FORM and (made.changes or kind.key not in GRADED)
        if wanted and (kind.key != "checklist" or made.traits.number == 0):
            yield from ((kind.name, paper.data) for paper in batch.papers_of(services, kind.key, customer, lang))
    for no in (None, *made.changes):
        yield f"form {no}", documents.render_change_form_pdf(documents.build_change_form(services, no, lang))


def faults_in(services: Services, made: Made, lang: str) -> list[str]:
    """Everything that is wrong with the papers of one customer."""
    found = []
    for name, data in papers_of(services, made, lang):
        faults = faults_of(data, flowing=not name.startswith("form"))
        found += [f"{made.traits.number} {lang} {name}: {fault}" for fault in faults]
    return found


@pytest.mark.parametrize(("number", "lang"), [
    pytest.param(number, lang, marks=() if lang == LANGUAGES[number % 3] else pytest.mark.slow)      # each language in its turn
    for number in range(FEW) for lang in LANGUAGES
])
def test_no_paper_of_any_customer_has_a_fault(few: tuple[Services, tuple[Made, ...]], number: int, lang: str) -> None:
    services, made = few
    assert faults_in(services, made[number], lang) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [kind.key for kind in PAPERS if kind.scope == COMPANY])
def test_no_paper_of_the_company_has_a_fault(few: tuple[Services, tuple[Made, ...]], kind: str, lang: str) -> None:
    (paper,) = make(few[0], kind, lang)
    assert faults_of(paper.data) == []


@pytest.mark.parametrize("number", range(FEW))
def test_every_workbook_opens(few: tuple[Services, tuple[Made, ...]], number: int) -> None:
    services, made = few
    assert sheets_of(services, made[number], LANGUAGES[number % 3]) >= 8


def sheets_of(services: Services, made: Made, lang: str) -> int:
    """How many sheets the workbook of a customer has when it is opened."""
    data = documents.render_dossier_xlsx(documents.build_dossier(services, lang, case_id=made.case_id))
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
    return len(openpyxl.load_workbook(io.BytesIO(data), read_only=True).sheetnames)


def test_the_first_customers_have_every_grade_and_every_difficulty(few: tuple[Services, tuple[Made, ...]]) -> None:
    services, made = few
    grades = {services.grading.change(no).after.grade for one in made for no in one.changes}
    traits = [one.traits for one in made]
    assert grades == set(Grade)
    assert {one.script for one in traits} == set(generated.SCRIPTS)
    assert {one.profile for one in traits} == {"small", "large", "auto"}
    assert {"empty", "again", "decided", "proposed"} <= {one.state for one in traits}
    assert {"five", "gap", "negative", "none", "interim", "huge"} <= {one.plan for one in traits}
    assert {len(services.customers.get(one.customer_id).name) for one in made} >= {194}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("start", range(FEW, MANY, GROUP))
def test_no_paper_of_two_hundred_customers_has_a_fault(many: tuple[Services, tuple[Made, ...]], start: int) -> None:
    services, made = many
    group = made[start : start + GROUP]
    assert [fault for one in group for lang in LANGUAGES for fault in faults_in(services, one, lang)] == []
    assert all(sheets_of(services, one, lang) >= 8 for one in group for lang in LANGUAGES)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [kind.key for kind in PAPERS if kind.scope == COMPANY])
def test_no_paper_over_two_hundred_customers_has_a_fault(many: tuple[Services, tuple[Made, ...]], kind: str, lang: str) -> None:
    (paper,) = make(many[0], kind, lang)
    assert faults_of(paper.data) == []
