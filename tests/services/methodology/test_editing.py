"""Editing a methodology as a tree: any change can be taken back to the same hash, and comparing looks alike from both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.domain.enums import Area, Grade, ScoringKind, ValueKind
from app.models.domain.errors import UserError
from app.models.domain.labels import Labels
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput
from app.services.methodology import builtin, check, content_hash
from app.services.methodology.compare import compare
from app.services.methodology.editing import (
    add_item,
    add_rule,
    copy_standard,
    new_item,
    places_of,
    put_back,
    set_place,
    set_value,
    take,
)
from app.services.methodology.fields import editable, spec
from app.services.methodology.pages import Grid, Node, outline, page, page_of
from app.services.methodology.tree import ITEM_WEIGHTS, Path, at_of, content, get, leaves, put
from app.services.methodology.words import locate
from app.services.rating import rate

ROW: Path = ("cards", "small", "weights", "character", "subs", "own_record")


@cache
def _paths() -> tuple[Path, ...]:
    """Every value that may be edited."""
    m = builtin()
    return tuple(path for name, value, kind in content(m) for path, _ in leaves(value, kind, (name,)) if editable(path))


def _other(m: Methodology, path: Path, number: int, text: str) -> object:
    """Another value that ``path`` can hold."""
    wanted, old = spec(m, path), get(m, path)
    if wanted.kind == "choice":
        return wanted.choices[number % len(wanted.choices)]
    if wanted.kind == "yes_no":
        return not old
    if wanted.kind == "whole":
        return number
    if wanted.kind == "number":
        return Decimal(number) / 8
    return (text,) if wanted.kind == "words" else text


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_change_and_its_inverse_give_the_same_hash(data: st.DataObject) -> None:
    m = builtin()
    path = data.draw(st.sampled_from(_paths()))
    if path[-1] == "kind" and path[0] == "items":
        path = ("items", path[1], "scoring", "floor")
    new = _other(m, path, data.draw(st.integers(0, 10_000)), data.draw(st.text("abc xyz", min_size=1, max_size=9)).strip() or "t")
    changed = set_value(m, path, new)
    back = set_value(changed, path, get(m, path))
    assert content_hash(back) == content_hash(m) == m.hash
    same = get(changed, path) == get(m, path)
    assert (compare(m, changed) == ()) == (content_hash(changed) == m.hash) == same


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(_paths()), min_size=1, max_size=4, unique=True), st.integers(1, 900), st.sampled_from(["A09", "F01"])
)
def test_a_comparison_mirrors_its_opposite(paths: list[Path], number: int, item: str) -> None:
    before = builtin()
    after, _ = take(before, ("items", item))
    for path in paths:
        if path[1:2] != (item,) and item not in path and path[-1] != "kind":
            after = put(after, path, _other(before, path, number, "text"))
    there, back = compare(before, after), compare(after, before)
    assert there != ()
    turned = {"added": "removed", "removed": "added"}
    mirrored = {replace(one, kind=turned.get(one.kind, one.kind), before=one.after, after=one.before) for one in there}
    assert mirrored == set(back)


@pytest.mark.parametrize("item", [item.id for item in builtin().items[::7]])
def test_an_item_taken_out_and_put_back_leaves_no_trace(item: str) -> None:
    m = builtin()
    without, taken = take(m, ("items", item))
    assert places_of(without, item) == {}
    assert [one.kind for one in compare(m, without) if one.path == ("items", item)] == ["removed"]
    assert content_hash(put_back(without, taken)) == m.hash


def test_an_item_more_is_asked_scored_and_weighed() -> None:
    m = builtin()
    label = Labels("Years with us", "合作年限", "Лет с нами")
    item = new_item("A90", Area.COMPANY, label, label, ValueKind.NUM, "years", "decision of the credit committee")
    more = add_item(m, item, {ROW: Decimal(1)})
    assert check(more) == ()
    assert more.item("A90").scoring.kind is ScoringKind.MORE
    assert more.item("A90").c is not None
    assert [one.id for one in more.items if one.area is Area.COMPANY][-1] == "A90"
    less, _ = take(more, ("items", "A90"))
    assert content_hash(less) == m.hash
    with pytest.raises(UserError):
        add_item(more, item, {})


@pytest.mark.parametrize("part", ["gates", "caps", "warnings"])
def test_a_rule_more_changes_nothing_until_its_condition_is_written_and_goes_without_a_trace(part: str) -> None:
    m = builtin()
    more = add_rule(m, part, "Z01", Labels("Own rule", "自定规则", "Своё правило"), "rule of our own")
    assert check(more) == ()
    given = RatingInput(date(2026, 11, 22), "large", {})
    before, after = rate(m, given), rate(more, given)
    assert (after.grade, after.score) == (before.grade, before.score)
    with pytest.raises(UserError, match="twice"):
        add_rule(more, part, "Z01", Labels("a", "b", "c"), "x")
    less, taken = take(more, (part, "Z01"))
    assert content_hash(less) == m.hash
    assert content_hash(put_back(less, taken)) == content_hash(more)


@pytest.mark.parametrize("path", [
    ("ratios", "current_ratio", "formula"), ("checks", "balance", "left"), ("gates", "Z01", "when"), ("caps", "Z01", "when"),
    ("warnings", "Z01", "amber"),
])
def test_a_formula_that_names_nothing_is_told_at_its_place(path: Path) -> None:
    m = builtin()
    if path[1] == "Z01":
        m = add_rule(m, path[0], "Z01", Labels("a", "b", "c"), "x")
    elif path[0] == "checks":
        path = ("checks", m.checks[0].key, "left")
    else:
        path = ("ratios", m.ratios[0].key, "formula")
    assert editable(path)
    assert spec(m, path).kind == "expression"
    wrong = check(set_value(m, path, "no_such_figure > 1"))
    assert [one.params["at"] for one in wrong if one.params.get("about") == "no_such_figure"] == [at_of(path)]


@pytest.mark.parametrize(("path", "value", "fault", "place"), [
    (("models", "z_listed", "variables", "X5", "1"), "rev / X6", "bad_expression", ("models", "z_listed", "variables", "X5")),
    (("models", "z_listed", "variables", "X5", "1"), "", "bad_expression", ("models", "z_listed", "variables", "X5")),
    (("models", "z_listed", "zones", "grey", "low"), Decimal("3.81"), "zones_out_of_order", ("models", "z_listed", "zones")),
    (("models", "z_listed", "zones", "grey", "low"), None, "zones_out_of_order", ("models", "z_listed", "zones")),
    (("lines", "cash", "rsbu"), "125", "bad_codes", ("lines", "cash", "rsbu")),
    (("lines", "cash", "rsbu"), "1230", "twice", ("lines", "ar", "rsbu")),
    (("lines", "ar", "cas"), "货币资金", "twice", ("lines", "ar", "cas")),
])  # fmt: skip
def test_variables_zones_and_names_of_national_forms_can_be_changed_and_are_checked(
    path: Path, value: object, fault: str, place: Path
) -> None:
    m = builtin()
    assert editable(path)
    wrong = check(set_value(m, path, value))
    assert f"methodology.{fault}" in [one.key for one in wrong]
    assert place in [one[: len(place)] for one in locate(set_value(m, path, value), wrong)]


def test_variables_zones_and_names_of_national_forms_take_what_is_right() -> None:
    m = builtin()
    kinds = {
        ("models", "z_listed", "variables", "X5", "1"): "expression", ("models", "z_listed", "zones", "grey", "low"): "number",
        ("models", "z_listed", "zones", "grey", "tone"): "choice", ("lines", "cash", "rsbu"): "text",
    }  # fmt: skip
    assert {path: spec(m, path).kind for path in kinds} == kinds
    assert not editable(("models", "z_listed", "zones", "grey", "key"))
    for path, value in (
        (("models", "z_listed", "variables", "X5", "1"), "rev / (TA + 1)"), (("lines", "cash", "rsbu"), "1250+1251"),
        (("models", "z_listed", "zones", "grey", "low"), Decimal("1.9")), (("lines", "cash", "cas"), "现金"),
        (("lines", "cash", "rsbu"), ""),
    ):  # fmt: skip
        m = set_value(m, path, value)
        assert check(m) == () and get(m, path) == value


def test_a_fact_gets_another_kind_of_answer() -> None:
    m = builtin()
    changed = set_value(m, ("facts", m.facts[0].id, "kind"), ValueKind.TEXT)
    assert changed.facts[0].kind is ValueKind.TEXT
    assert content_hash(changed) != m.hash


def test_an_item_changes_its_row() -> None:
    m = builtin()
    item = get(m, (*ROW, ITEM_WEIGHTS))
    first = next(iter(item))
    target: Path = ("cards", "small", "weights", "capital", "subs", m.card("small").weights[2].subs[0].key)
    moved = set_place(m, first, "small", target)
    assert [row for row in places_of(moved, first) if row[1] == "small"] == [target]
    assert get(moved, ("items", first, "c")).value == target[3]
    gone = set_place(m, first, "small", None)
    assert not [row for row in places_of(gone, first) if row[1] == "small"]


def test_a_scored_item_on_no_card_is_told() -> None:
    m = builtin()
    first = next(iter(get(m, (*ROW, ITEM_WEIGHTS))))
    lost = m
    for card in m.cards:
        lost = set_place(lost, first, card.key, None)
    assert "methodology.on_no_card" in {problem.key for problem in check(lost)}


@pytest.mark.parametrize(
    ("path", "value", "key", "at"),
    [
        (("items", "A04", "scoring", "alpha"), Decimal(0), "not_positive", "item A04 scoring alpha"),
        (("items", "A04", "label", "zh"), " ", "missing_language", "item A04 label zh"),
        (("presets", "bwm", "weights", "0"), Decimal(40), "weights_not_100", "preset bwm weights"),
        (("bands", "AA", "low"), Decimal(99), "bands_overlap", "band AA"),
        (("policies", "AAA", "review_days"), 93, "out_of_range", "policy AAA review_days"),
        (("warnings", "W01", "red"), "value > nothing_known", "bad_expression", "warning W01 red"),
        (("limits", "L1", "round_to"), Decimal(0), "not_positive", "limit L1 round_to"),
        (("caps", "K02", "when"), "E <= (0", "bad_expression", "cap K02 when"),
        (("rules", "max_review_days"), 93, "out_of_range", "rules max_review_days"),
        (("items", "A04", "evidence"), ("REG", "TALK"), "unknown_reference", "item A04 evidence"),
        (("cards", "small", "weights", "character", "weight"), Decimal(29), "weights_not_100", "card small c"),
        (("approvals", "officer", "lowest"), Grade.CCC, "approvals_out_of_order", "approval credit_manager"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_at_its_place(path: Path, value: object, key: str, at: str) -> None:
    found = check(put(builtin(), path, value))
    assert (f"methodology.{key}", at) in {(problem.key, problem.params["at"]) for problem in found}


def test_every_error_is_told_at_once() -> None:
    m = set_value(builtin(), ("items", "A04", "scoring", "alpha"), Decimal(0))
    m = set_value(m, ("policies", "AAA", "review_days"), 200)
    m = set_value(m, ("bands", "AA", "low"), Decimal(99))
    assert len(check(m)) == 3


def test_a_standard_set_is_copied_for_another_year() -> None:
    m = builtin()
    more = copy_standard(m, "CN-SASAC-2015", "CN-SASAC-2026", 2026)
    assert get(more, ("standards", "CN-SASAC-2026")).year == 2026
    assert check(more) == ()
    assert [one.kind for one in compare(m, more)] == ["added"]
    with pytest.raises(UserError):
        copy_standard(more, "CN-SASAC-2015", "CN-SASAC-2026", 2026)


def test_a_new_scoring_kind_begins_with_usual_values() -> None:
    m = set_value(builtin(), ("items", "A04", "scoring", "kind"), ScoringKind.BAND)
    assert check(m) == () or {one.key for one in check(m)} == {"methodology.upside_down"}
    scoring = m.item("A04").scoring
    assert scoring.p == builtin().item("A04").scoring.p
    assert scoring.p2 is not None


def _nodes(nodes: tuple[Node, ...]) -> list[Node]:
    return [one for node in nodes for one in (node, *_nodes(node.children))]


def test_every_page_shows_values_that_are_there_and_every_edited_value_has_its_page() -> None:
    m = builtin()
    shown: set[Path] = set()
    for node in _nodes(outline(m)):
        for part in page(m, node.path):
            paths = [cell.path for row in part.rows for cell in row.cells] if isinstance(part, Grid) else list(part.paths)
            shown |= {path for path in paths if path is not None}
    for path in shown:
        get(m, path)
        spec(m, path)
    idle = {item.id for item in m.items if not item.scored}
    figures = {path for path in _paths() if isinstance(get(m, path), Decimal) and path[1] not in idle}
    assert sorted(figures - shown) == []
    assert {page_of(path) for path in shown} <= {node.path for node in _nodes(outline(m))}
