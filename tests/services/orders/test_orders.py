"""Orders against the limit: what holds them, who may release them, and what opens them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.enums import Grade, Role
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.imports import LedgerEntry
from app.models.domain.orders import Asked, OrderCheck
from app.services.holds import put_hold
from app.services.lists.service import Entry
from app.services.orders.judging import RULES
from app.services.registry import Services
from tests.services.desk import Desk, on
from tests.unguarded import unguarded

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def ready_store(tmp_path_factory: pytest.TempPathFactory, filled_store: Path) -> Path:
    """A store with a customer of grade in force, made once."""
    import shutil

    from app.services.clock import FixedClock
    from app.services.registry import build_services

    path = Path(shutil.copy(filled_store, tmp_path_factory.mktemp("graded") / "graded.zixin"))
    with Store.open(path) as store:
        Desk.filled(build_services(store, FixedClock(TODAY))).approved()
    return path


@pytest.fixture
def customer_id(services: Services) -> int:
    return services.customers.page()[0].id


def limit(services: Services, customer_id: int) -> Decimal:
    found = services.orders.page(customer_id).limit
    assert found
    return found


def order(customer_id: int, amount: object, number: str = "A-1", term: int | None = None, currency: str = "CNY") -> Asked:
    return Asked(customer_id, number, Decimal(str(amount)), currency, term)


def codes(check: OrderCheck) -> set[str]:
    """What speaks against the order."""
    return {one.code for one in check.reasons if one.level != "note"}


def notes(check: OrderCheck) -> list[str]:
    return [one.code for one in check.reasons if one.level == "note"]


def owe(services: Services, customer_id: int, amount: object, due: date, **parts: object) -> LedgerEntry:
    entry = LedgerEntry(customer_id, "invoice", "I-1", due - timedelta(days=30), Decimal(str(amount)), "CNY", due)
    return services.ledger.save(replace(entry, **parts), "officer 1").value  # type: ignore[arg-type]


def grade(store: Store, customer_id: int, wanted: Grade) -> None:
    """Another grade in force, past all services."""
    with unguarded(store, "trial.grade", "officer 1") as unit:
        now = unit.changes.in_force(customer_id)
        assert now is not None
        unit.changes.set_in_force(replace(now, terms=replace(now.terms, grade=wanted)))
        unit.commit()


def test_an_order_within_the_limit_goes_and_is_kept(services: Services, customer_id: int) -> None:
    check = services.orders.check(order(customer_id, 1000), "officer 3").value
    assert (check.result, codes(check), check.by) == ("release", set(), "officer 3") and check.clear
    assert check.exposure == 1000 and check.available == limit(services, customer_id) - 1000
    assert check.valid_until == TODAY + timedelta(days=7)
    assert services.orders.page(customer_id).checks == (check,)


def test_looking_keeps_nothing(services: Services, customer_id: int) -> None:
    assert services.orders.look(order(customer_id, 1000)).check.result == "release"
    assert services.orders.page(customer_id).checks == ()


def test_equal_is_not_above_unless_settings_say_so(services: Services, customer_id: int) -> None:
    services.settings.set("order_used_share", "", "officer 1")
    whole = limit(services, customer_id)
    factor = Decimal("1.1") if services.orders.look(order(customer_id, whole)).check.result == "release" and \
        services.orders.look(order(customer_id, whole + 1)).check.result == "release" else Decimal(1)
    most = whole * factor
    assert services.orders.look(order(customer_id, most)).check.result == "release"
    assert codes(services.orders.look(order(customer_id, most + Decimal("0.01"))).check) == {"limit"}
    services.settings.set("order_limit_at", "reached", "officer 1")
    assert codes(services.orders.look(order(customer_id, most)).check) == {"limit"}


def test_exposure_is_ledger_and_other_released_orders(services: Services, customer_id: int) -> None:
    owe(services, customer_id, 5000, TODAY + timedelta(days=10))
    services.ledger.save(LedgerEntry(customer_id, "order", "B-1", TODAY, Decimal(700), "CNY"), "officer 1")
    services.orders.check(order(customer_id, 300, "C-1"), "officer 1")
    found = services.orders.look(order(customer_id, 1000)).check
    assert found.exposure == 5000 + 700 + 300 + 1000
    again = services.orders.look(order(customer_id, 800, "B-1")).check
    assert again.exposure == 5000 + 300 + 800     # an order of the ledger is not counted beside itself


def test_exposure_comes_from_the_case_where_there_is_no_ledger(services: Services, customer_id: int) -> None:
    case = services.cases.open(customer_id, "officer 1", own_exposure=Decimal(4000), own_overdue=Decimal(0))
    assert case.value.own_exposure == 4000
    found = services.orders.look(order(customer_id, 1000))
    assert (found.source, found.check.exposure) == ("case", Decimal(5000))


CASES = {
    "oldest": {"order_oldest_days": "5"}, "overdue_sum": {"order_overdue_most": "100", "order_oldest": "off"},
    "overdue_share": {"order_overdue_part": "10", "order_oldest": "off"}, "single": {"order_single_max": "500"},
    "used": {"order_used_share": "1", "order_used": "hold"}, "terms": {},
}


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_holds_and_can_be_switched(services: Services, customer_id: int, rule: str) -> None:
    owe(services, customer_id, 5000, TODAY - timedelta(days=20))
    services.settings.set_all({"order_oldest": "off", "order_used": "off"}, "officer 1")
    if rule in ("oldest", "used"):
        services.settings.set(f"order_{rule}", "hold", "officer 1")
    services.settings.set_all(CASES[rule], "officer 1")
    asked = order(customer_id, 1000, term=300 if rule == "terms" else None)
    found = services.orders.look(asked).check
    assert rule in codes(found) and found.result == "hold"
    services.settings.set(f"order_{rule}", "warn", "officer 1")
    assert services.orders.look(asked).check.result == "warn"
    services.settings.set(f"order_{rule}", "off", "officer 1")
    assert rule not in codes(services.orders.look(asked).check)


def test_every_rule_has_a_switch(services: Services) -> None:
    assert all(services.settings.get(f"order_{rule}") in ("hold", "warn", "off") for rule in RULES)


def test_reminders_are_told_to_be_not_kept(services: Services, customer_id: int) -> None:
    services.settings.set("order_reminders", "hold", "officer 1")
    found = services.orders.look(order(customer_id, 1000)).check
    assert (codes(found), found.result) == (set(), "release") and "reminders" in notes(found)


def test_an_exposure_that_is_not_known_from_the_ledger_says_so(services: Services, customer_id: int) -> None:
    assert notes(services.orders.look(order(customer_id, 1)).check) == ["unknown"]
    services.cases.open(customer_id, "officer 1", own_exposure=Decimal(4000), own_overdue=Decimal(0))
    assert notes(services.orders.look(order(customer_id, 1)).check) == ["from_case"]
    owe(services, customer_id, 5000, TODAY + timedelta(days=10))
    assert notes(services.orders.look(order(customer_id, 1)).check) == []


def test_an_overdue_review_leaves_no_limit_even_when_its_rule_is_off(
    open_store: Store, services: Services, customer_id: int
) -> None:
    later = on(open_store, TODAY + timedelta(days=60))
    assert {"review", "limit"} <= codes(later.orders.look(order(customer_id, 1)).check)
    later.settings.set("order_review", "off", "officer 1")
    found = later.orders.look(order(customer_id, 1)).check
    assert "review" not in codes(found) and "limit" in codes(found) and found.limit == 0


def test_a_limit_whose_time_is_over_counts_for_nothing(open_store: Store, customer_id: int) -> None:
    later = on(open_store, TODAY + timedelta(days=400))
    found = later.orders.look(order(customer_id, 1)).check
    assert {"expired", "review"} <= codes(found) and found.limit == 0


def test_without_a_grade_nothing_goes_by_itself(services: Services) -> None:
    new = services.customers.save(replace(services.customers.get(services.customers.page()[0].id), id=0, number="", version=0,
                                          name="Another Co.", identifiers=()), "officer 1").value
    assert codes(services.orders.check(order(new.id, 1), "officer 1").value) == {"no_grade"}


def test_a_stopped_account_holds_and_the_blacklist_rejects(open_store: Store, services: Services, customer_id: int) -> None:
    services.holds.stop(customer_id, "pallets never paid", "officer 1")
    held = services.orders.check(order(customer_id, 10), "officer 1").value
    assert held.result == "hold" and next(one.text for one in held.reasons if one.code == "blocked") == "pallets never paid"
    with unguarded(open_store, "trial.hold", "officer 1") as unit:
        put_hold(unit, customer_id, "blacklist", "bills between parent and subsidiary")
        unit.commit()
    with pytest.raises(UserError, match=r"order\.never"):     # released by nobody, though it was only held when checked
        services.orders.release(held.id, "urgent", "officer 2")
    rejected = services.orders.check(order(customer_id, 10), "officer 1").value
    assert rejected.result == "reject"
    with pytest.raises(UserError, match=r"order\.never"):
        services.orders.release(rejected.id, "urgent", "officer 2")


def test_a_customer_on_the_blacklist_gets_no_order(services: Services, customer_id: int) -> None:
    entry = services.lists.propose(Entry("black", "bills", customer_id), "officer 1").value
    services.lists.approve(entry.id, "officer 4")
    assert services.orders.look(order(customer_id, 1)).check.result == "reject"


def test_a_currency_without_a_rate_is_held_not_guessed(services: Services, customer_id: int) -> None:
    found = services.orders.look(order(customer_id, 1, currency="USD")).check
    assert "rates" in codes(found) and found.result == "hold" and found.limit is None
    services.settings.set_rate(TODAY, "USD", Decimal(7), "officer 1")
    found = services.orders.look(order(customer_id, 1, currency="USD")).check
    assert found.result == "release" and found.limit == (limit(services, customer_id) / 7).quantize(Decimal("0.01"))


@pytest.mark.parametrize(("wanted", "no", "yes"), [
    (Grade.BB, "", "officer 3"), (Grade.B, "officer 3", "officer 4"), (Grade.CCC, "officer 3", "officer 4"),
    (Grade.CC, "officer 4", "officer 2"), (Grade.C, "officer 4", "officer 2"),
])
def test_the_grade_says_who_releases(
    open_store: Store, services: Services, customer_id: int, wanted: Grade, no: str, yes: str
) -> None:
    grade(open_store, customer_id, wanted)
    services.settings.set("order_limit", "off", "officer 1")
    held = services.orders.check(order(customer_id, 10), "officer 3").value
    assert held.result == "hold"
    if no:
        with pytest.raises(NotAllowed, match=r"order\.below_level"):
            services.orders.release(held.id, "against a guarantee", no)
    freed = services.orders.release(held.id, "against a guarantee", yes).value
    assert (freed.decided, freed.decided_by, freed.decided_reason) == ("released", yes, "against a guarantee") and freed.free


def test_trade_is_stopped_with_grade_d(open_store: Store, services: Services, customer_id: int) -> None:
    grade(open_store, customer_id, Grade.D)
    assert services.orders.look(order(customer_id, 1)).check.result == "reject"


def test_above_the_limit_the_approval_matrix_decides(services: Services, customer_id: int) -> None:
    held = services.orders.check(order(customer_id, 600_000), "officer 3").value
    assert "limit" in codes(held)
    with pytest.raises(NotAllowed, match=r"order\.over_authority"):
        services.orders.release(held.id, "prepaid half", "officer 4")     # a credit manager: up to 500,000
    assert services.orders.release(held.id, "prepaid half", "officer 2").value.free


def held_order(services: Services, customer_id: int, amount: object = 1000, number: str = "A-1") -> OrderCheck:
    services.settings.set("order_single_max", "500", "officer 1")
    return services.orders.check(order(customer_id, amount, number), "officer 3").value


def test_a_release_needs_reason_and_day_and_happens_once(services: Services, customer_id: int) -> None:
    held = held_order(services, customer_id)
    for reason, until, error in (("  ", None, "order.reason"), ("why", TODAY - timedelta(days=1), "order.valid"),
                                 ("why", TODAY + timedelta(days=93), "order.valid")):
        with pytest.raises(UserError, match=error.replace(".", r"\.")):
            services.orders.release(held.id, reason, "officer 4", until)
    services.orders.release(held.id, "why", "officer 4", TODAY + timedelta(days=3))
    with pytest.raises(UserError, match=r"order\.decided"):
        services.orders.reject(held.id, "no", "officer 4")


def test_the_account_owner_releases_nothing(services: Services, customer_id: int) -> None:
    held = held_order(services, customer_id)
    services.customers.save(replace(services.customers.get(customer_id), owner="officer 4"), "officer 1")
    with pytest.raises(NotAllowed, match=r"order\.own_customer"):
        services.orders.release(held.id, "why", "officer 4")


def test_more_money_opens_a_released_order_again(services: Services, customer_id: int) -> None:
    held = held_order(services, customer_id)
    freed = services.orders.release(held.id, "why", "officer 4").value
    assert services.orders.check(order(customer_id, 1000), "officer 3").value == freed      # no second row
    assert services.orders.check(order(customer_id, 900), "officer 3").value == freed
    raised = services.orders.look(order(customer_id, "1000.01"))
    assert raised.reopened and raised.check.result == "hold"
    again = services.orders.check(order(customer_id, "1000.01"), "officer 3").value
    assert again.id != freed.id and again.waits
    with pytest.raises(UserError, match=r"order\.decided"):
        services.orders.release(freed.id, "why", "officer 4")


def test_a_new_reason_or_the_end_of_validity_opens_it_again(
    open_store: Store, services: Services, customer_id: int
) -> None:
    held = held_order(services, customer_id)
    services.orders.release(held.id, "why", "officer 4", TODAY + timedelta(days=3))
    assert on(open_store, TODAY + timedelta(days=3)).orders.look(order(customer_id, 1000)).covered is not None
    assert on(open_store, TODAY + timedelta(days=4)).orders.look(order(customer_id, 1000)).covered is None
    services.holds.stop(customer_id, "pallets never paid", "officer 1")
    assert services.orders.look(order(customer_id, 1000)).reopened


def test_a_check_that_was_made_anew_or_knows_too_little_is_not_released(services: Services, customer_id: int) -> None:
    first = held_order(services, customer_id)
    second = services.orders.check(order(customer_id, 1100), "officer 3").value
    with pytest.raises(UserError, match=r"order\.replaced"):
        services.orders.release(first.id, "why", "officer 4")
    services.holds.stop(customer_id, "pallets never paid", "officer 1")
    with pytest.raises(UserError, match=r"order\.other_now"):
        services.orders.release(second.id, "why", "officer 4")
    assert [one.check.id for one in services.orders.waiting()] == [second.id]
    services.orders.reject(second.id, "no", "officer 3")
    assert services.orders.waiting() == ()


def test_wrong_input_is_told_at_its_field(services: Services, customer_id: int) -> None:
    for asked, field in ((order(customer_id, 0), "amount"), (order(customer_id, "1.001"), "amount"),
                         (order(customer_id, 1, " "), "number"), (order(customer_id, 1, currency="yuan"), "currency"),
                         (order(customer_id, 1, term=400), "term_days"), (order(customer_id, "NaN"), "amount")):
        with pytest.raises(UserError) as caught:
            services.orders.check(asked, "officer 3")
        assert caught.value.field == field
    assert services.orders.page(customer_id).checks == ()


def test_an_order_that_has_no_number_yet_can_be_looked_at(services: Services, customer_id: int) -> None:
    services.orders.check(order(customer_id, 300, "C-1"), "officer 1")
    assert services.orders.look(order(customer_id, 1000, "")).check.exposure == 1300


def test_what_waits_is_told_with_its_customer_and_grade(services: Services, customer_id: int) -> None:
    held = held_order(services, customer_id)
    board = services.orders.board()
    (one,) = board.waiting
    customer = services.customers.get(customer_id)
    assert (one.check, one.customer, one.customer_number) == (held, customer.name, customer.number)
    assert one.grade is services.customers.page()[0].grade and (board.today, board.release_days) == (TODAY, 7)


def test_a_viewer_checks_nothing(services: Services, customer_id: int) -> None:
    with pytest.raises(NotAllowed):
        services.orders.check(order(customer_id, 1), "viewer 1")


def stopped(services: Services, customer_id: int, by: str = "officer 2") -> None:
    services.holds.stop(customer_id, "pallets never paid", by)


def test_a_rejected_order_stays_held_and_nobody_below_who_rejected_it_releases_it(
    services: Services, customer_id: int
) -> None:
    held = held_order(services, customer_id)
    services.orders.reject(held.id, "not before the pallets are paid", "officer 4")      # a credit manager
    services.settings.set("order_single_max", "", "officer 1")
    again = services.orders.check(order(customer_id, 1000, "a-1"), "officer 3").value
    assert again.number == "A-1" and again.result == "hold"
    (reason,) = [one for one in again.reasons if one.code == "rejected"]
    assert "officer 4: not before the pallets are paid" in reason.text
    standing = services.orders.standing(customer_id, again.id)
    assert standing.earlier is not None and standing.earlier.id == held.id
    assert standing.level.role is Role.CREDIT_MANAGER and "officer 3" not in standing.level.names
    with pytest.raises(NotAllowed, match=r"order\.below_level"):
        services.orders.release(again.id, "why", "officer 3")
    assert services.orders.release(again.id, "they are paid", "officer 4").value.free
    later = services.orders.check(order(customer_id, 1001), "officer 3").value
    assert "rejected" not in codes(later)      # the release is the newer word


def test_under_a_stop_nobody_below_who_put_it_releases_and_the_limit_has_to_fit(services: Services, customer_id: int) -> None:
    stopped(services, customer_id)      # the general manager
    held = services.orders.check(order(customer_id, 10), "officer 3").value
    level = services.orders.standing(customer_id, held.id).level
    assert (level.role, level.names) == (Role.GENERAL_MANAGER, ("officer 2",))
    for name in ("officer 3", "officer 4"):
        with pytest.raises(NotAllowed, match=r"order\.below_level"):
            services.orders.release(held.id, "why", name)
    assert services.orders.release(held.id, "paid in advance", "officer 2").value.free


def test_the_check_names_the_level_that_fits_amount_and_grade(services: Services, customer_id: int) -> None:
    found = services.orders.look(order(customer_id, 600_000))
    assert found.level.role is Role.FINANCE_DIRECTOR and found.level.names == ("officer 2",)
    assert isinstance(found.level.signers["officer 4"], NotAllowed) and isinstance(found.level.signers["viewer 1"], NotAllowed)
    assert not any(one.code == "used" for one in found.check.reasons)      # exceeded is not "nearly used up" as well


def test_a_release_speaks_of_the_exposure_of_its_own_moment(services: Services, customer_id: int) -> None:
    first = held_order(services, customer_id)
    other = services.orders.check(order(customer_id, 900, "Z-2"), "officer 3").value
    services.orders.release(other.id, "why", "officer 4")
    standing = services.orders.standing(customer_id, first.id)
    assert standing.worse and first.exposure is not None and standing.now.exposure == first.exposure + 900
    with pytest.raises(UserError, match=r"order\.other_now"):
        services.orders.release(first.id, "why", "officer 4")
    again = services.orders.check(order(customer_id, 1000), "officer 3").value
    assert services.orders.release(again.id, "why", "officer 4").value.exposure == standing.now.exposure


def test_a_held_order_of_which_nothing_changed_is_not_kept_twice(services: Services, customer_id: int) -> None:
    held = held_order(services, customer_id)
    again = services.orders.check(order(customer_id, 1000, " a-1"), "officer 4")
    assert again.value == held and not again.flags
    assert services.orders.check(order(customer_id, 1001), "officer 3").value.id != held.id


def test_an_order_that_might_go_comes_back_when_the_account_is_held(
    open_store: Store, services: Services, customer_id: int
) -> None:
    free = services.orders.check(order(customer_id, 1000), "officer 3").value
    assert free.free and services.orders.waiting() == ()
    later = on(open_store, TODAY + timedelta(days=1))
    stopped(later, customer_id)
    assert [one.check.id for one in later.orders.waiting()] == [free.id] and later.orders.standing(customer_id, free.id).worse
    again = later.orders.check(order(customer_id, 1000), "officer 3").value
    assert again.waits and [one.check.id for one in later.orders.waiting()] == [again.id]
    assert on(open_store, TODAY + timedelta(days=9)).orders.waiting()[0].check.id == again.id
