"""A question more is one row of data: it names its own place on the cards."""

from __future__ import annotations

from pathlib import Path

from app.services.methodology import builtin, load_folder

ROW = """
[[item]]
id = "D16"
sub = "capacity.people"
kind = "pct"
unit = "%"
scoring = { kind = "more", p = 90, alpha = 2 }
evidence = ["VISIT"]
origin = "own experience"
label = { en = "Share of machines in use", zh = "在用设备比例", ru = "Доля работающих станков" }
help = { en = "Count them on site.", zh = "现场清点。", ru = "Сосчитать на месте." }
"""


def test_one_added_row_puts_an_item_on_its_area_and_its_card(folder: Path) -> None:
    with (folder / "equipment.toml").open("a", encoding="utf-8") as file:
        file.write(ROW)
    m = load_folder(folder)
    assert len(m.items) == len(builtin().items) + 1
    assert m.item("D16").area is m.item("D15").area
    for key in ("small", "large_areas"):
        row = next(sub for c in m.card(key).weights for sub in c.subs if c.c.value == "capacity" and sub.key == "people")
        assert row.items[-1] == "D16"
        assert row.item_weights == ()
    assert all("D16" not in sub.items for c in m.card("large").weights for sub in c.subs)
    assert m.hash != builtin().hash


def test_a_row_may_say_its_weight_and_its_card(folder: Path) -> None:
    row = ROW.replace('sub = "capacity.people"', 'sub = "capacity.people"\nweight = 3\ncards = ["small"]')
    with (folder / "equipment.toml").open("a", encoding="utf-8") as file:
        file.write(row)
    m = load_folder(folder)
    small = next(sub for c in m.card("small").weights for sub in c.subs if sub.key == "people")
    assert small.item_weights[-1] == 3
    assert set(small.item_weights[:-1]) == {1}
    assert all("D16" not in sub.items for c in m.card("large_areas").weights for sub in c.subs)
