"""Drafts: begun as a copy, kept, tried on the customers, published for ever; compared with what they came from."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.enums import Grade
from app.models.domain.errors import Conflict, NotAllowed, ProblemList, UserError
from app.models.domain.methodology import Methodology
from app.services.clock import FixedClock
from app.services.methodology import content_hash
from app.services.methodology.compare import compare
from app.services.methodology.editing import places_of, set_value
from app.services.methodology.fields import weight_paths
from app.services.methodology.tree import ITEM_WEIGHTS
from app.services.progress import Progress
from app.services.rating import rate
from app.services.registry import Services, build_services
from tests.services.desk import Desk
from tests.unguarded import unguarded

TODAY = date(2026, 11, 22)
OFFICER, DIRECTOR, MANAGER, VIEWER = "officer 1", "officer 2", "officer 4", "viewer 1"


@pytest.fixture(scope="module")
def rated_store(filled_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose customer has a stored rating."""
    path = Path(shutil.copy(filled_store, tmp_path_factory.mktemp("rated") / "rated.zixin"))
    with Store.open(path) as store:
        desk = Desk.filled(build_services(store, FixedClock(TODAY)))
        desk.services.ratings.store(desk.case.id, OFFICER)
    return path


@pytest.fixture
def store(rated_store: Path, tmp_path: Path) -> Iterator[Store]:
    path = Path(shutil.copy(rated_store, tmp_path / "work.zixin"))
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def office(store: Store) -> Services:
    return build_services(store, FixedClock(TODAY))


def _base(office: Services) -> str:
    return office.methodologies.versions()[0].hash


def _heavier(m: Methodology, points: int = 10) -> Methodology:
    """Character weighs more, conditions less."""
    for c, change in (("character", points), ("conditions", -points)):
        path = ("cards", "small", "weights", c, "weight")
        weight = next(one.weight for one in m.card("small").weights if one.c.value == c)
        m = set_value(m, path, weight + change)
    return m


def _publish(office: Services, m: Methodology, name: str = "2", valid_from: date | None = TODAY, by: str = DIRECTOR) -> str:
    view = office.methodology_drafts.start(_base(office), "next", by).value
    head = office.methodology_drafts.save(view.head.id, view.head.version, m, by).value
    return office.methodology_drafts.publish(
        head.id, head.version, name=name, valid_from=valid_from, reason="weights of the year", by=by
    ).value


def test_a_draft_is_a_copy_that_is_kept_as_it_stands(office: Services) -> None:
    view = office.methodology_drafts.start(_base(office), "weights of 2027", OFFICER).value
    assert content_hash(view.methodology) == _base(office)
    changed = _heavier(view.methodology)
    head = office.methodology_drafts.save(view.head.id, view.head.version, changed, OFFICER).value
    read = office.methodology_drafts.open(head.id)
    assert read.methodology == changed
    assert [one.name for one in office.methodology_drafts.all()] == ["weights of 2027"]
    assert office.methodologies.current() != changed


def test_a_wrong_draft_is_kept_too_but_not_published(office: Services) -> None:
    view = office.methodology_drafts.start(_base(office), "half", DIRECTOR).value
    wrong = set_value(view.methodology, ("cards", "small", "weights", "character", "weight"), Decimal(31))
    wrong = set_value(wrong, ("items", "A04", "scoring", "alpha"), Decimal(0))
    head = office.methodology_drafts.save(view.head.id, view.head.version, wrong, DIRECTOR).value
    with pytest.raises(ProblemList) as refused:
        office.methodology_drafts.publish(head.id, head.version, name=" ", valid_from=None, reason="", by=DIRECTOR)
    keys = {problem.key for problem in refused.value.problems}
    assert keys >= {"methodology.weights_not_100", "methodology.not_positive", "text.required", "methodology.no_day"}
    assert len(office.methodologies.versions()) == 1
    assert office.methodology_drafts.open(head.id).methodology == wrong


def test_somebody_elses_newer_draft_is_not_overwritten(office: Services) -> None:
    view = office.methodology_drafts.start(_base(office), "shared", OFFICER).value
    office.methodology_drafts.save(view.head.id, view.head.version, _heavier(view.methodology), DIRECTOR)
    with pytest.raises(Conflict):
        office.methodology_drafts.save(view.head.id, view.head.version, view.methodology, OFFICER)


def test_a_draft_can_be_renamed_and_thrown_away(office: Services) -> None:
    view = office.methodology_drafts.start(_base(office), "first", OFFICER).value
    office.methodology_drafts.rename(view.head.id, view.head.version, "second", OFFICER)
    assert office.methodology_drafts.all()[0].name == "second"
    with pytest.raises(NotAllowed):
        office.methodology_drafts.discard(view.head.id, VIEWER)
    office.methodology_drafts.discard(view.head.id, OFFICER)
    assert office.methodology_drafts.all() == ()
    with pytest.raises(UserError, match="draft_gone"):
        office.methodology_drafts.open(view.head.id)


def test_a_published_version_is_pinned_by_new_cases_and_old_cases_keep_theirs(office: Services) -> None:
    base, desk = _base(office), Desk.filled(office)
    new = _publish(office, _heavier(office.methodologies.current()))
    assert office.methodologies.current().hash == new
    assert office.methodologies.by_hash(base).version == "1"
    assert office.cases.view(desk.case.id).head.methodology_hash == base
    newest, oldest = office.methodologies.versions()
    assert (newest.version, newest.by, newest.reason, newest.in_use) == ("2", DIRECTOR, "weights of the year", True)
    assert (oldest.hash, oldest.in_use, oldest.reason) == (base, False, "")
    assert office.methodology_drafts.all() == ()


def test_a_version_for_a_later_day_waits_for_that_day(office: Services, store: Store) -> None:
    base = _base(office)
    new = _publish(office, _heavier(office.methodologies.current()), valid_from=TODAY + timedelta(days=9))
    assert office.methodologies.current().hash == base
    later = build_services(store, FixedClock(TODAY + timedelta(days=9)))
    assert later.methodologies.current().hash == new


@pytest.mark.parametrize(
    ("name", "day", "key"),
    [
        ("1", TODAY, "methodology.version_taken"),
        ("2", TODAY - timedelta(days=1), "methodology.day_past"),
        ("x" * 41, TODAY, "text.too_long"),
    ],
)
def test_name_and_day_are_refused_in_words(office: Services, name: str, day: date, key: str) -> None:
    with pytest.raises(ProblemList) as refused:
        _publish(office, _heavier(office.methodologies.current()), name=name, valid_from=day)
    assert [problem.key for problem in refused.value.problems] == [key]


def test_the_same_content_is_not_published_under_another_name(office: Services) -> None:
    with pytest.raises(ProblemList) as refused:
        _publish(office, office.methodologies.current())
    assert [problem.key for problem in refused.value.problems] == ["methodology.same_content"]


def test_who_only_applies_the_policy_does_not_publish_it(office: Services) -> None:
    for name in ("officer 3", "nobody"):
        with pytest.raises(NotAllowed):
            _publish(office, _heavier(office.methodologies.current()), by=name)
    assert _publish(office, _heavier(office.methodologies.current()), by=MANAGER)


def test_a_changed_body_is_found_by_the_check(office: Services, store: Store) -> None:
    assert store.check().whole
    with unguarded(store, "test.spoil", OFFICER) as unit:
        body = unit.methodologies.canonical(_base(office)).replace('"alpha":"', '"alpha":"1', 1)
        unit.connection.exec_driver_sql("UPDATE methodologies SET body = ?", (body,))
        unit.commit()
    assert ("methodologies", "1") in {(finding.kind, finding.detail) for finding in store.check().findings}


def test_an_unchanged_draft_changes_nothing(office: Services) -> None:
    view = office.methodology_drafts.start(_base(office), "same", OFFICER).value
    found = office.methodology_drafts.what_if(_base(office), view.methodology, Progress())
    assert [row.same for row in found.rows] == [True]
    assert (found.up, found.down, found.same, found.whole, found.failed) == (0, 0, 1, True, ())
    assert found.rows[0].movers == ()


def test_raising_one_weight_changes_the_score_as_the_engine_says(office: Services) -> None:
    base = office.methodologies.current()
    given = office.ratings.latest(office.customers.page()[0].id).input
    result = rate(base, given)
    weakest = min((one for one in result.items if one.weight), key=lambda one: one.y or Decimal(0)).item
    place = next(row for row in places_of(base, weakest) if row[1] == result.card)
    draft = set_value(base, (*place, "weight"), Decimal(90))
    draft = set_value(draft, (*place, ITEM_WEIGHTS, weakest), Decimal(60))
    others = [row for row in weight_paths(base, (*place, "weight")) if row != (*place, "weight")]
    for row in others:
        draft = set_value(draft, row, Decimal(10) / len(others))
    before, after = rate(base, given), rate(replace(draft, hash="x"), given)
    assert after.score < before.score
    row = office.methodology_drafts.what_if(base.hash, draft, Progress()).rows[0]
    assert (row.score_before, row.score_after) == (before.score, after.score)
    assert (row.grade_before, row.grade_after) == (before.grade, after.grade)
    assert (row.limit_before, row.limit_after) == (before.limit.amount, after.limit.amount)
    moved = {one.item: one.adds for one in after.items}
    for mover in row.movers:
        if mover.kind == "item":
            old = next(one.adds for one in before.items if one.item == mover.id)
            assert mover.amount == moved[mover.id] - old
    assert any(mover.kind == "item" for mover in row.movers)


def test_higher_bands_lower_the_grade_and_are_named_as_the_reason(office: Services) -> None:
    base = office.methodologies.current()
    given = office.ratings.latest(office.customers.page()[0].id).input
    result = rate(base, given)
    draft = base
    for number, band in enumerate(base.bands[:-1]):
        draft = set_value(draft, ("bands", band.grade.name, "low"), Decimal(100) - Decimal(number) / 100)
    found = office.methodology_drafts.what_if(base.hash, draft, Progress())
    assert found.down == 1
    assert found.rows[0].movers[0].kind == "band"
    assert found.migration == ((result.grade, found.rows[0].grade_after, 1),)
    assert found.rows[0].grade_after <= Grade.C


def test_a_rule_that_no_longer_holds_a_customer_back_is_named_so(office: Services) -> None:
    base = office.methodologies.current()
    result = rate(base, office.ratings.latest(office.customers.page()[0].id).input)
    binding = [step for step in result.steps if step.binding and step.kind in ("gate", "cap")]
    assert binding, "the filled case is held back by a gate"
    draft = base
    for gate in base.gates:
        draft = set_value(draft, ("gates", f"{gate.id} {gate.card}", "when"), "1 > 0")
    row = office.methodology_drafts.what_if(base.hash, draft, Progress()).rows[0]
    assert row.notches > 0
    assert (row.movers[0].kind, row.movers[0].id, row.movers[0].gone) == (binding[0].kind, binding[0].rule, True)


def test_a_wrong_draft_is_not_tried(office: Services) -> None:
    draft = set_value(office.methodologies.current(), ("items", "A04", "scoring", "alpha"), Decimal(0))
    with pytest.raises(ProblemList):
        office.methodology_drafts.what_if(_base(office), draft, Progress())


def test_a_cancelled_look_says_that_it_is_not_whole(office: Services) -> None:
    progress = Progress()
    progress.cancel()
    found = office.methodology_drafts.what_if(_base(office), office.methodologies.current(), progress)
    assert not found.whole
    assert found.rows == ()


def test_nothing_is_stored_by_looking(office: Services, store: Store) -> None:
    before = store.check().head
    office.methodology_drafts.what_if(_base(office), _heavier(office.methodologies.current()), Progress())
    assert store.check().head == before


def test_what_was_published_differs_from_its_base_as_the_draft_did(office: Services) -> None:
    base = office.methodologies.current()
    draft = _heavier(base)
    new = office.methodologies.by_hash(_publish(office, draft))
    assert compare(base, new) == compare(base, draft)
    assert [one.path[3] for one in compare(base, new)] == ["character", "conditions"]
