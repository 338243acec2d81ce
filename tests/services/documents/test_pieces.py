"""The small parts that the papers are made of: safe texts, wording, files."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import EnvironmentFault
from app.services.documents import write_change_form_pdf
from app.services.documents.content import Measure, Office
from app.services.documents.forms import ChangeFormContent
from app.services.documents.glyphs import MISSING, clean, code_points, lacking
from app.services.documents.pdf import fonts
from app.services.documents.pdf.charts import lines_of
from app.services.documents.wording import Wording
from app.services.documents.xlsx.sheets import plain
from tests.services.documents import cases

KNOWN = frozenset(ord(char) for char in "abc é中") | {ord(MISSING)}


def test_unknown_characters_become_a_visible_mark_and_controls_disappear() -> None:
    assert clean("a\x00b\u202e👍c", KNOWN) == f"ab{MISSING}c"
    assert clean("e\u0301", KNOWN) == "é"
    assert clean("a\nb", KNOWN) == "a\nb"
    assert lacking("a👍\x00", KNOWN) == {"👍"}
    assert code_points({"👍", "б"}) == "U+0431, U+1F44D"


@given(st.text(max_size=200))
def test_whatever_is_typed_can_be_drawn(text: str) -> None:
    known = fonts.register()
    assert all(char == "\n" or ord(char) in known for char in fonts.safe(text))


@given(st.text(max_size=120), st.floats(40, 200))
def test_lines_of_a_chart_keep_every_visible_character_and_their_room(text: str, room: float) -> None:
    lines = lines_of(text, 7.4, room)
    assert "".join("".join(lines).split()) == "".join(fonts.safe(text).split())
    assert all(fonts.width(line, 7.4) <= room or len(line) == 1 for line in lines)


@given(st.text(max_size=200))
def test_workbook_texts_have_no_control_characters(text: str) -> None:
    assert not [char for char in plain(text) if ord(char) < 32 and char != "\n"]
    plain(text).encode("utf-8")


def test_a_text_longer_than_a_cell_says_where_the_rest_is() -> None:
    assert len(plain("x" * 100_000)) < 32767
    assert plain("x" * 100_000).endswith("(PDF)")


def test_figures_are_written_in_the_language() -> None:
    measure = Measure(Decimal("0.530120"), "%", 2)
    assert Wording("en").measure(measure) == "53.01%"
    assert Wording("ru").measure(measure).startswith("53,01")
    assert Wording("en").measure(Measure(None, "%", 2, "no revenue")) == "no revenue"
    assert Wording("en").signed(Decimal("-0.04")) == "0.0"
    assert Wording("en").signed(Decimal("1.25"), 2) == "+1.25"


def test_importing_the_documents_imports_no_drawing_library() -> None:
    libraries = ("reportlab", "xlsxwriter", "pypdf", "matplotlib", "openpyxl")
    code = f"import sys, app.services.documents; print([m for m in {libraries!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert out.stdout.strip() == "[]"


def test_a_paper_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "form.pdf"
    target.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "no right to write here")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(EnvironmentFault):
        write_change_form_pdf(ChangeFormContent("en", Office(), cases.NOW), target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["form.pdf"]


def test_a_paper_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "form.pdf"
    write_change_form_pdf(ChangeFormContent("zh", Office(), cases.NOW), target)
    assert target.read_bytes().startswith(b"%PDF")
    assert target.read_bytes().rstrip().endswith(b"%%EOF")
