"""Drafts, sample data, methodologies and care of the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.errors import UserError
from app.services.clock import FixedClock, SystemClock
from app.services.registry import Services, build_services
from app.services.store_care import restore
from tests.services.conftest import TODAY
from tests.services.desk import new_customer


def test_a_draft_is_offered_until_it_is_dropped(services: Services) -> None:
    services.drafts.put("officer 1", "case.1.A13", '"12,"')
    services.drafts.put("officer 1", "case.1.A13", '"12,5"')
    kept = services.drafts.get("officer 1", "case.1.A13")
    assert kept is not None and kept.payload == '"12,5"' and services.drafts.all("officer 1") == (kept,)
    assert services.drafts.all("officer 3") == ()
    services.drafts.drop("officer 1", "case.1.A13")
    assert services.drafts.get("officer 1", "case.1.A13") is None


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_the_sample_goes_the_whole_way_and_can_be_taken_out_again(services: Services, lang: str) -> None:
    own = new_customer(services)
    customer_id = services.samples.install("officer 1", lang).value
    assert services.samples.install("officer 1", lang).value == customer_id and services.customers.count() == 2
    case = services.cases.open_case(customer_id)
    assert case is not None
    view = services.cases.view(case.id)
    assert all(answer.sample for answer in view.answers.values()) and len(view.statements) >= 2
    services.cases.declare_independence(case.id, "officer 1")
    proposal = services.grading.propose(case.id, "officer 1", text="sound").value
    services.grading.approve(proposal.id, "officer 2")
    assert services.samples.remove("officer 1").value == 1
    assert [row.id for row in services.customers.page()] == [own.id]


def test_the_shipped_methodology_is_published_once_and_read_back_the_same(services: Services, tmp_path: Path) -> None:
    from app.services.methodology import builtin

    with Store.open(tmp_path / "empty.zixin", create=True) as store:
        built = build_services(store, FixedClock(TODAY))
        with pytest.raises(UserError, match="methodology.not_found"):
            built.methodologies.current()
        first = built.methodologies.ensure_builtin("officer 1")
        assert first.flags and not built.methodologies.ensure_builtin("officer 1").flags
        afresh = build_services(store, FixedClock(TODAY))
        assert afresh.methodologies.current() == builtin() == afresh.methodologies.by_hash(first.value)


def test_the_store_tells_where_its_journal_ends_and_backs_itself_up(services: Services, tmp_path: Path) -> None:
    before = services.store_care.info()
    customer = new_customer(services)
    after = services.store_care.info()
    assert after.journal_count > before.journal_count and after.journal_head != before.journal_head
    assert after.methodology == "1" and not after.encrypted
    assert services.store_care.check().whole
    services.store_care.backup(tmp_path / "kept.zixin")
    services.customers.save(replace(customer, note="after the backup"), "officer 1")
    restore(tmp_path / "kept.zixin", tmp_path / "again.zixin")
    with Store.open(tmp_path / "again.zixin") as store:
        assert build_services(store, FixedClock(TODAY)).customers.get(customer.id).note == ""


def test_a_password_of_its_own_is_set_and_taken_away(services: Services) -> None:
    services.store_care.change_password("correct horse")
    assert services.store_care.info().encrypted and services.officers.get("officer 1") is not None
    services.store_care.change_password(None)
    assert not services.store_care.info().encrypted


def test_the_clock_of_the_machine_is_in_utc() -> None:
    now = SystemClock().now()
    assert now.tzinfo is not None and now.utcoffset() == FixedClock(TODAY).now().utcoffset()
    assert abs((SystemClock().today() - now.date()).days) <= 1
