"""Lines of Chinese break where a reader expects it."""

from __future__ import annotations

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.services.documents.pdf import breaking, fonts, notes

TEXT = (
    "企业信用信息公示系统（工商登记），营业执照及章程（客户盖章复印件）；"
    "截至 2023-05-15；有文件证明；信用专员 12，占比 1,776.2%。"
)


def _broken(text: str, room: float) -> list[str]:
    fonts.register()
    return [line for _, line in breaking.lines(text, [room], fonts.REGULAR, 7)]


@pytest.mark.parametrize("room", [float(room) for room in range(45, 160)])
def test_no_line_ends_open_begins_closed_or_tears_a_date(room: float) -> None:
    made = _broken(TEXT, room)
    assert "".join(made) == TEXT
    for line in made:
        assert line.strip()[0] not in "，。；）%" and line.strip()[-1] not in "（“"
        assert stringWidth(line.rstrip(), fonts.REGULAR, 7) <= room + 0.001
    for whole in ("2023-05-15", "1,776.2%"):
        assert any(whole in line for line in made)


def test_what_is_wider_than_a_line_breaks_anywhere_and_nothing_is_lost() -> None:
    made = _broken("证" + "a" * 300 + "）", 40)
    assert "".join(made) == "证" + "a" * 300 + "）" and len(made) > 20


def test_a_running_head_leaves_its_last_part_out_before_it_cuts_a_name() -> None:
    fonts.register()
    parts = ("Checklist", "Customer Ltd", "Own Company Ltd")
    assert fonts.headed(parts, 7, 1000) == "Checklist  ·  Customer Ltd  ·  Own Company Ltd"
    assert fonts.headed(parts, 7, 120) == "Checklist  ·  Customer Ltd"


def test_a_figure_stays_with_its_percent_sign() -> None:
    assert notes.oneline(" a \n b  47,78\u00a0% ") == "a b 47,78\u00a0%"
