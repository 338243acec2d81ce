"""LibreOffice calculates the workbook anew: each formula gives the figure of the program, and follows a change as it does."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from app.models.domain.enums import Grade
from app.services import documents
from app.services.documents.assemble import assemble
from app.services.documents.content import DossierContent
from app.services.documents.wording import Wording
from app.services.registry import Services
from tests.services.documents import cases, generated, shapes, whatif, workbooks
from tests.services.documents.conftest import dossier
from tests.services.documents.generated import Made
from tests.services.documents.whatif import Case

SEEDS = 6


def golden() -> Case:
    """The sample dossier."""
    return Case(dossier("en"))


def other(name: str) -> Case:
    """One of the hard cases."""
    return Case(assemble(cases.source(cases.hostile()[name]), "en"))


def blanks() -> DossierContent:
    """The sample without two lines of the newest year: one counts 0 while it is blank, the other is not known."""
    old, new = cases.statements()
    kept = {key: value for key, value in new.values.items() if key not in ("prepay", "dep")}
    return assemble(cases.source(cases.view(given=(old, replace(new, values=kept)))), "en")


# Each change with what must move by it, so that a change without effect is not taken for agreement.
CHANGES: dict[str, Callable[[], Case]] = {
    "line of the newest year": lambda: golden().line("lt_loans", Decimal(2600)),
    "line that makes equity negative": lambda: golden().line("undist", Decimal(-9000)),
    "line whose divisor becomes zero": lambda: golden().line("rev", Decimal(0)),
    "answer X": lambda: golden().answer("A10", Decimal(95)),
    "answer to an open item": lambda: golden().answer("F02", Decimal(20)),
    "fact that is a knock-out": lambda: golden().answer("f_bankrupt", True),
    "fact that stops all trade": lambda: golden().answer("f_sanctions", True),
    "fact that warns": lambda: golden().answer("f_wage_tax_arrears", True),
    "weight of a C": lambda: golden().c_weight(0, Decimal(70)),
    "weight of a row": lambda: golden().row_weight(1, 0, Decimal(5)),
    "weight of an item": lambda: golden().item_weight(0, 0, 1, Decimal(7)),
    "request": lambda: golden().requested(Decimal(123456)),
    "security": lambda: golden().security(Decimal(0)),
    "large customer": lambda: other("large").line("cfo", Decimal(-50)),
    "lines that were blank": lambda: Case(blanks()).line("prepay", Decimal(300)).line("dep", Decimal(250)),
    "first answer of an empty case": lambda: other("empty").answer("A10", Decimal(20)),
}

# What the ordinary run shows of them; LibreOffice takes its time for every workbook.
SHORT = (
    "line of the newest year",
    "line that makes equity negative",
    "line whose divisor becomes zero",
    "answer X",
    "fact that is a knock-out",
    "weight of a C",
    "lines that were blank",
    "large customer",
)


@dataclass
class Calculated:
    """All workbooks of this file, made by the program and calculated anew in one run of LibreOffice."""

    dossiers: dict[str, DossierContent]
    before: dict[str, bytes]
    changed: dict[str, Case]
    after: dict[str, openpyxl.Workbook]


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Calculated:
    """Three dossiers of different shape, one of them also with a wrong value planted, and some changes."""
    shapes = {
        "zh": dossier("zh"),
        "periods": assemble(cases.source(cases.hostile()["many periods"]), "en"),
        "large": assemble(cases.source(cases.hostile()["large"]), "ru"),
    }
    before = {name: documents.render_dossier_xlsx(content) for name, content in shapes.items()}
    changed = {f"change{place}": CHANGES[name]() for place, name in enumerate(SHORT)}
    books = {**before, "planted": planted(before["zh"])[0], **{name: case.workbook() for name, case in changed.items()}}
    after = workbooks.recalculate(tmp_path_factory.mktemp("office"), **books)
    return Calculated(shapes, before, changed, after)


def planted(data: bytes) -> tuple[bytes, str]:
    """The workbook with the stored value of one formula made wrong, and that value."""
    out, wrong = BytesIO(), "123456.5"
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet6.xml":
                part = re.sub(rb"(<f>ROUND\(SUM[^<]*</f>)<v>[^<]*</v>", rb"\1<v>" + wrong.encode() + b"</v>", part, count=1)
            target.writestr(name, part)
    return out.getvalue(), wrong


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["zh", "periods", "large"])
def test_every_formula_gives_the_program_s_figure(calculated: Calculated, name: str) -> None:
    seen = workbooks.compared(calculated.before[name], calculated.after[name])
    assert seen.wrong == []
    w = Wording(calculated.dossiers[name].lang)
    with_formulas = {sheet for sheet, count in seen.formulas.items() if count}
    assert with_formulas == {w(f"sheet.{key}") for key in SHEETS}
    assert seen.count > 800


SHEETS = ("summary", "areas", "statements", "ratios", "scoring", "five_c", "limits", "warnings", "evidence")


@pytest.mark.timeout(600)
def test_the_comparison_sees_a_wrong_stored_value(calculated: Calculated) -> None:
    data, wrong = planted(calculated.before["zh"])
    seen = workbooks.compared(data, calculated.after["planted"])
    assert len(seen.wrong) == 1  # the value was wrong in the file and right after calculation: nothing was taken over
    assert wrong in seen.wrong[0]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("place", range(len(SHORT)), ids=SHORT)
def test_a_change_in_the_workbook_gives_what_the_program_gives(calculated: Calculated, place: int) -> None:
    case, after = calculated.changed[f"change{place}"], calculated.after[f"change{place}"]
    assert whatif.disagreements(case, after) == []
    assert whatif.errors_in(after) == []


def test_the_changes_move_score_grade_and_limit() -> None:
    moved = {name: make().result() for name, make in CHANGES.items()}
    was = golden().result()
    assert moved["line of the newest year"].score != was.score
    assert moved["line that makes equity negative"].grade < was.grade
    assert moved["answer X"].score != was.score
    assert moved["fact that is a knock-out"].grade is Grade.D
    assert moved["fact that stops all trade"].score == 0
    assert moved["fact that warns"].warning_points > was.warning_points
    assert moved["weight of a C"].score != was.score
    assert moved["weight of a row"].score != was.score
    assert moved["weight of an item"].score != was.score
    assert moved["security"].score != was.score


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_change_in_the_workbook_gives_what_the_program_gives(tmp_path: Path) -> None:
    changed = {f"change{place}": make() for place, make in enumerate(CHANGES.values())}
    after = workbooks.recalculate(tmp_path, **{name: case.workbook() for name, case in changed.items()})
    found = {name: [*whatif.disagreements(case, after[name]), *whatif.errors_in(after[name])] for name, case in changed.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.fixture(scope="module")
def customers(tmp_path_factory: pytest.TempPathFactory, bare_store: Path) -> Iterator[tuple[Services, tuple[Made, ...]]]:
    """Twenty customers of every sort."""
    with generated.store(tmp_path_factory.mktemp("many") / "many.zixin", 20, bare_store) as made:
        yield made


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_twenty_customers_of_every_sort_agree(customers: tuple[Services, tuple[Made, ...]], tmp_path: Path) -> None:
    services, made = customers
    langs = ("en", "zh", "ru")
    books = {
        f"c{one.traits.number}": documents.render_dossier_xlsx(
            documents.build_dossier(services, langs[place % 3], case_id=one.case_id)
        )
        for place, one in enumerate(made)
    }
    after = workbooks.recalculate(tmp_path, **books)
    wrong = {name: workbooks.compared(data, after[name]).wrong for name, data in books.items()}
    assert {name: found for name, found in wrong.items() if found} == {}
    assert {name: errors for name in books if (errors := whatif.errors_in(after[name]))} == {}


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_shape_of_the_arithmetic_agrees_and_follows_changes(tmp_path: Path) -> None:
    whole = {f"s{place}": Case(make()) for place, make in enumerate(shapes.SHAPES.values())}
    changed = {f"{name}c{n}": whatif.by_chance(case.fresh(), n) for name, case in whole.items() for n in range(2)}
    books = {name: case.data for name, case in whole.items()} | {name: case.workbook() for name, case in changed.items()}
    after = workbooks.recalculate(tmp_path, **books)
    wrong = {name: workbooks.compared(case.data, after[name]).wrong for name, case in whole.items()}
    wrong |= {name: whatif.disagreements(case, after[name]) for name, case in changed.items()}
    wrong |= {name: errors for name in books if (errors := whatif.errors_in(after[name]))}
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_changes_by_chance_give_what_the_program_gives(customers: tuple[Services, tuple[Made, ...]], tmp_path: Path) -> None:
    services, made = customers
    changed = {}
    for one in made[:10]:
        case = Case(documents.build_dossier(services, "en", case_id=one.case_id))
        for seed in range(SEEDS):
            changed[f"c{one.traits.number}s{seed}"] = whatif.by_chance(case.fresh(), 1000 * one.traits.number + seed)
    after = workbooks.recalculate(tmp_path, **{name: case.workbook() for name, case in changed.items()})
    found = {name: whatif.disagreements(case, after[name]) for name, case in changed.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
