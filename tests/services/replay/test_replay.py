"""Past ratings run again bit for bit, over many methodology versions; what was known on a day is told as it was."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from app.models.db.store import Store
from app.models.domain.errors import UserError
from app.models.domain.methodology import Methodology
from app.models.domain.rating import Override, RatingInput
from app.services.imports.model import Kind
from app.services.methodology import builtin, canonical, content_hash, from_canonical
from app.services.progress import Progress
from app.services.rating import rate, split_change
from app.services.rating.snapshot import digest, dump, load_input
from app.services.registry import Services
from tests.services.conftest import TODAY
from tests.services.desk import Desk, on
from tests.services.imports.hand import bring, period
from tests.services.rating.build import full_answers, golden
from tests.unguarded import unguarded

VERSIONS = 20


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    return filled_store


def _versions(chance: random.Random) -> tuple[Methodology, ...]:
    """The shipped methodology and others with other weights, standards and rules, each as it comes out of the store."""
    first, found = builtin(), []
    for number in range(VERSIONS):
        cards = tuple(
            replace(card, weights=tuple(
                replace(weight, weight=weight.weight * chance.choice((1, 1, 2)), subs=tuple(
                    replace(sub, weight=sub.weight * chance.choice((1, 1, 3))) for sub in weight.subs))
                for weight in card.weights))
            for card in first.cards
        )
        rules = replace(first.rules, warning_notch_from=chance.choice((3, 4)), override_up=chance.choice((0, 1)))
        made = first if number == 0 else replace(first, version=f"{number + 1}", cards=cards, rules=rules)
        found.append(from_canonical(canonical(replace(made, hash=content_hash(made)))))
    assert len({one.hash for one in found}) == VERSIONS
    return tuple(found)


def _given(chance: random.Random, m: Methodology) -> RatingInput:
    good = full_answers(m)
    kept = {key: one for key, one in good.items() if chance.random() < chance.choice((0.3, 0.8, 1.0))}
    given = golden(answers=kept, requested_limit=Decimal(chance.randrange(1, 90) * 10_000))
    given = replace(given, statements=given.statements[chance.randrange(3):])
    if chance.random() < 0.3:
        below = rate(m, given, with_interval=False).calculated_grade.moved(-1)
        given = replace(given, override=Override(below, "prudence", given.as_of + timedelta(days=60), "officer 1", "officer 2"))
    return given


def _decisions(many: int) -> Iterator[tuple[Methodology, RatingInput, Methodology]]:
    """A methodology, an input, and the methodology read anew from its canonical text.

    Decisions change between a version and the next one, and go on to the newest in the end: few are in use at a time.
    """
    chance = random.Random(f"replay {many}")
    versions = _versions(chance)
    anew = {m.hash: from_canonical(canonical(m)) for m in versions}
    for no in range(many):
        first = no * (VERSIONS - 1) // many
        m = versions[first + chance.randrange(2)]
        yield m, _given(chance, m), anew[m.hash]


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("many", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_decisions_over_twenty_versions_replay_with_equal_digests_and_their_changes_add_up(many: int) -> None:
    before, seen = None, set()
    for m, given, anew in _decisions(many):
        seen.add(m.hash)
        with_interval = many > 300      # the interval is most of the work
        result, kept = rate(m, given, with_interval=with_interval), dump(given)
        again = rate(anew, load_input(kept), with_interval=with_interval)
        assert digest(dump(again)) == digest(dump(result))
        after = (m, given, result)
        if before is not None:
            split = split_change(before, after)
            assert split.inputs + split.methodology == split.score_after - split.score_before
            assert sum((one.after - one.before for one in split.items), Decimal(0)) == split.inputs
            notches = split.inputs_notches + split.methodology_notches + split.override_notches
            assert notches == split.grade_after - split.grade_before
        before = after
    assert len(seen) == VERSIONS


def test_a_stored_rating_runs_again_bit_for_bit_also_when_a_newer_methodology_is_in_use(
    services: Services, open_store: Store
) -> None:
    desk = Desk.filled(services)
    desk.approved()
    ran = tuple(services.replay.of_customer(desk.customer.id))
    assert ran and all(one.same for one in ran) and services.replay.rating(ran[0].rating_id) == ran[0]
    draft = services.methodology_drafts.start(services.methodologies.current().hash, "next", "officer 2").value
    assert draft is not None
    assert all(one.same for one in on(open_store, TODAY + timedelta(days=400)).replay.of_customer(desk.customer.id))


def test_a_rating_whose_snapshot_was_changed_does_not_come_out_the_same(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    desk.approved()
    with unguarded(open_store, "trial", "officer 1") as unit:
        row = unit.connection.execute(text("SELECT id, input_json FROM ratings LIMIT 1")).one()
        changed = row.input_json.replace('"fa_net":"4500"', '"fa_net":"9500"')
        assert changed != row.input_json
        unit.connection.execute(text("UPDATE ratings SET input_json = :new WHERE id = :id"), {"new": changed, "id": row.id})
        unit.commit()
    again = services.replay.rating(row.id)
    assert not again.same and again.readable and again.differs
    ratio = next(one for one in again.differs if one.path[0] == "periods")
    assert ratio.then != ratio.now and ratio.path[1].startswith("20"), "a place is named by what stands there"


def test_an_entry_of_the_log_runs_the_rating_again_that_its_decision_rested_on(services: Services) -> None:
    desk = Desk.filled(services)
    change = desk.approved()
    assert services.replay.of_change(change.no) == tuple(services.replay.of_customer(desk.customer.id))[-1]
    with pytest.raises(UserError, match=r"change\.not_found"):
        services.replay.of_change(change.no + 1)


def test_all_ratings_run_again_with_their_progress_and_stop_when_asked(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    services.cases.open(desk.customer.id, "officer 1")
    progress = Progress()
    ran = list(services.replay.replay_all(progress))
    assert [one.rating_id for one in ran] == [one.rating_id for one in services.replay.of_customer(desk.customer.id)]
    assert all(one.same for one in ran) and (progress.done, progress.total) == (len(ran), len(ran))
    progress.cancel()
    assert list(services.replay.replay_all(progress)) == []


def test_what_was_known_on_a_day_is_what_stood_then(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    change = desk.approved()
    number = desk.customer.id
    real_day = services.grading.change(change.no).at.astimezone().date()
    before = services.replay.known_on(number, real_day - timedelta(days=1))
    assert before.change is None and not before.usable
    known = services.replay.known_on(number, max(real_day, date.today()))
    assert known.change is not None and known.change.no == change.no and known.usable
    view = services.cases.view(desk.case.id)
    assert {one.item: one.state for one in known.answers} == {key: one.state.value for key, one in view.answers.items()}
    assert not services.replay.known_on(number, date(2020, 1, 1)).answers


def test_answers_and_statements_are_told_as_they_stood_before_they_were_changed_or_removed(services: Services) -> None:
    desk = Desk.filled(services)
    number = desk.customer.id
    item = next(one for one in services.cases.view(desk.case.id).answers.values() if isinstance(one.value, Decimal))
    then = services.statements.of_customer(number)
    before = _now()
    typed = {one.item: one.value for one in services.replay.known_at(number, before).answers}
    desk.answer(item.item, Decimal("77.7"))
    older, newer = then
    services.statements.save(number, replace(newer, audited=False, values={**newer.values, "cash": Decimal(1)}), "officer 1")
    assert older.id is not None
    services.statements.delete(number, older.id, "officer 1")
    known = services.replay.known_at(number, before)
    assert {one.item: one.value for one in known.answers} == typed
    assert [replace(one, version=0) for one in known.statements] == [replace(one, version=0) for one in then]
    today = services.replay.known_at(number, _now())
    assert next(one.value for one in today.answers if one.item == item.item) == "77.7" != typed[item.item]
    assert today.statements == services.statements.of_customer(number)


def test_what_an_import_brought_was_not_known_before_it_even_when_it_was_removed_since(services: Services) -> None:
    start = _now()
    first = bring(services, [period(year=2024, TA=100), period(year=2025, TA=200)], Kind.STATEMENT)
    number = services.customers.page()[0].id
    kept = services.statements.of_customer(number)
    after = _now()
    assert len(kept) == 2 and kept[0].id is not None
    services.statements.delete(number, kept[0].id, "officer 1")
    assert not services.replay.known_at(number, start).statements
    assert [one.end for one in services.replay.known_at(number, after).statements] == [one.end for one in kept]
    assert not services.replay.known_at(number, after).taken_back and first


def _now() -> datetime:
    return datetime.now(UTC)
