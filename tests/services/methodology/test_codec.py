"""The canonical text keeps everything, its hash keeps still, and reading it is little work."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.labels import Labels
from app.services.methodology import builtin, canonical, content_hash, from_canonical, load_folder
from tests.calls import calls_of

Change = Callable[[str, str, str], None]


def test_reading_the_canonical_text_gives_the_same_methodology() -> None:
    m = builtin()
    again = from_canonical(canonical(m))
    assert again == m
    assert canonical(again) == canonical(m)


def test_the_hash_is_that_of_the_content_alone() -> None:
    m = builtin()
    assert m.hash == content_hash(m)
    assert re.fullmatch("[0-9a-f]{64}", m.hash)
    renamed = replace(m, name=Labels("a", "b", "c"), version="9", valid_from=date(2031, 1, 1), hash="")
    assert content_hash(renamed) == m.hash


def test_files_in_another_order_and_with_other_white_space_have_the_same_hash(folder: Path) -> None:
    for file in list(folder.glob("*.toml")):
        text = re.sub(r"(?m)^(\w[\w.]*) = ", r"\1   =  ", file.read_text(encoding="utf-8"))
        file.with_name(f"{random.randrange(10**9)}-{file.name}").write_text("\n\n# note\n" + text, encoding="utf-8")
        file.unlink()
    assert load_folder(folder).hash == builtin().hash


def test_numbers_written_another_way_have_the_same_hash(change: Change, folder: Path) -> None:
    change("company.toml", "p = 10, alpha = 5.71", "p = 10.0, alpha = 5.710")
    assert load_folder(folder).hash == builtin().hash


def test_a_changed_number_or_text_changes_the_hash(change: Change, folder: Path) -> None:
    change("company.toml", "alpha = 5.71", "alpha = 5.72")
    changed = load_folder(folder).hash
    change("company.toml", "alpha = 5.72", "alpha = 5.71")
    change("company.toml", "Years in operation", "Years of operation")
    assert len({changed, load_folder(folder).hash, builtin().hash}) == 3


def test_a_text_written_before_a_field_was_there_can_still_be_read() -> None:
    data = json.loads(canonical(builtin()))
    for policy in data["policies"]:
        policy.pop("guarantor_factor", None)
    old = from_canonical(json.dumps(data))
    assert all(policy.guarantor_factor == 0 for policy in old.policies)


def test_reading_calls_as_many_functions_as_there_are_values_and_not_many_more() -> None:
    text = canonical(builtin())
    from_canonical(text)  # what is made once for each kind of value is no part of it

    def parts(value: object) -> int:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return 1 + sum(parts(one) for one in inner)

    assert calls_of(lambda: from_canonical(text)) < 2 * parts(json.loads(text))


@given(st.permutations(range(12)), st.integers(0, 3))
def test_any_part_of_the_items_survives_the_round_trip(order: list[int], cut: int) -> None:
    m = builtin()
    some = replace(m, items=tuple(m.items[n] for n in order[cut:]))
    assert from_canonical(canonical(some)) == some
