"""The sample company through the whole job: documents in three languages, readable, complete, with embedded fonts."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.enums import FIVE_AREAS, C
from app.services.registry import build_services
from app.texts import Texts, languages
from tests.house.conftest import Demo

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def _text(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


@pytest.mark.parametrize("lang", languages())
def test_the_demo_writes_everything_it_names_in_under_a_minute(lang: str, make_demo: Callable[[str], Demo]) -> None:
    demo = make_demo(lang)
    assert demo.seconds < 60
    names = ["dossier.pdf", "dossier.xlsx", "change-form.pdf"]
    assert [Path(file).name for file in demo.summary["documents"]] == names
    for file in [*map(Path, demo.summary["documents"]), demo.store]:
        assert file.stat().st_size > 1000
        assert file.name in demo.said.out
    assert 0 < demo.summary["score"] <= 100
    assert demo.summary["grade"] in ("AAA", "AA", "A", "BBB", "BB", "B", "CCC", "CC", "C", "D")


@needs_poppler
@pytest.mark.parametrize("lang", languages())
def test_the_dossier_names_company_grade_the_five_areas_and_each_c_with_its_score(
    lang: str, make_demo: Callable[[str], Demo], tmp_path: Path
) -> None:
    demo, texts = make_demo(lang), Texts.load(lang)
    text = _squeezed(_text(demo.folder / "dossier.pdf"))
    wanted = [demo.summary["customer"], demo.summary["grade"], texts.number(Decimal(str(demo.summary["score"])), 1)]
    wanted += [texts(f"documents.area.{area}") for area in FIVE_AREAS]
    assert [word for word in wanted if _squeezed(word) not in text] == []
    scores = _c_scores(demo, tmp_path)
    assert list(scores) == list(C)
    for c, score in scores.items():
        name, figure = _squeezed(texts(f"documents.c.{c}")), texts.number(score, 1)
        assert re.search(rf"{re.escape(name)}.{{0,40}}?{re.escape(figure)}", text), f"{name} {figure}"


def _c_scores(demo: Demo, folder: Path) -> dict[C, Decimal]:
    """The score of each C as it is stored with the approved rating."""
    copy = folder / "sample.zixin"
    copy.write_bytes(demo.store.read_bytes())
    with Store.open(copy) as store:
        services = build_services(store)
        rating = services.ratings.latest(services.customers.find(demo.summary["customer"]).id)
    assert rating is not None
    return {one.c: one.score for one in rating.result.cs if one.score is not None}


@needs_poppler
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("paper", ["dossier.pdf", "change-form.pdf"])
def test_every_font_of_a_paper_is_embedded_and_no_glyph_is_missing(
    paper: str, lang: str, make_demo: Callable[[str], Demo]
) -> None:
    file = make_demo(lang).folder / paper
    listed = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert listed
    for line in listed:
        assert re.search(r"\byes\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", line), line
    assert not set("\ufffd□") & set(_text(file))


@needs_poppler
@pytest.mark.parametrize("lang", languages())
def test_the_change_form_is_one_page_with_both_signatures(lang: str, make_demo: Callable[[str], Demo]) -> None:
    demo = make_demo(lang)
    form = demo.folder / "change-form.pdf"
    info = subprocess.run(["pdfinfo", str(form)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Pages:\s+1$", info, re.MULTILINE)
    assert "A4" in info
    text = _squeezed(_text(form))
    for key in ("officer.first", "officer.second"):
        assert _squeezed(Texts.load(lang)(key)) in text
