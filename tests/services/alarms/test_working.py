"""Working alarms off: who asks, the answer, what is done about it and what that sets going."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.alarms import Alarm, AlarmFilter, AlarmState
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.parties import Identifier
from app.services.registry import Services
from tests.services.alarms.firm_m import AFTER, BEFORE, COLOURS, year
from tests.services.conftest import TODAY
from tests.services.desk import USCC, new_customer, on

BY, SECOND = "officer 1", "officer 2"


@pytest.fixture
def warned(services: Services) -> int:
    number = new_customer(services, name="Company M", identifiers=(Identifier("uscc", USCC, "CN"),), officer="officer 3").id
    services.statements.save(number, year(2023, BEFORE), BY)
    services.statements.save(number, year(2024, AFTER), BY)
    return number


def of(services: Services, number: int, rule: str) -> Alarm:
    return next(one for one in services.alarms.of_customer(number) if one.rule == rule)


def test_the_customers_officer_is_asked_first_and_another_can_take_over(services: Services, warned: int) -> None:
    alarm = of(services, warned, "W08")
    assert alarm.owner == "officer 3"
    kept = services.alarms.assign(alarm.id, BY, owner=SECOND, due=TODAY + timedelta(days=1), asked="Who holds the bills?").value
    assert (kept.owner, kept.asked) == (SECOND, "Who holds the bills?")
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=93)):
        with pytest.raises(UserError) as refused:
            services.alarms.assign(alarm.id, BY, owner=SECOND, due=day)
        assert (refused.value.key, refused.value.field) == ("alarm.due", "due")


def test_the_list_holds_what_waits_those_due_first_and_counts(services: Services, warned: int, open_store: Store) -> None:
    services.alarms.answer(of(services, warned, "W01").id, "Longer terms for two buyers.", BY)
    services.alarms.close(of(services, warned, "W16").id, ("none",), "known since spring", BY)
    page = services.alarms.page()
    assert (page.total, page.open, page.answered, page.late) == (len(COLOURS) - 1, len(COLOURS) - 2, 1, 0)
    assert [line.alarm.colour.value for line in page.lines[:4]] == ["red"] * 4
    later = on(open_store, TODAY + timedelta(days=5)).alarms
    assert later.page().late == 4 and later.page(AlarmFilter(late=True)).total == 4
    assert later.page(AlarmFilter(closed=True)).lines[0].alarm.rule == "W16"
    assert later.page(AlarmFilter(AlarmState.ANSWERED)).lines[0].alarm.rule == "W01"
    assert later.page(AlarmFilter(search="company m")).total == len(COLOURS) - 1
    assert later.page(AlarmFilter(search="nobody")).total == 0
    assert later.page(most=2).total == len(COLOURS) - 1 and len(later.page(most=2).lines) == 2


def test_nothing_done_or_nobody_asked_needs_a_reason(services: Services, warned: int) -> None:
    alarm = of(services, warned, "W10")
    for actions in ((), ("none", "stop"), ("shout",)):
        with pytest.raises(UserError) as refused:
            services.alarms.close(alarm.id, actions, "why", BY)
        assert refused.value.key == "alarm.action"
    for actions in (("none",), ("secure",)):
        with pytest.raises(UserError) as without:
            services.alarms.close(alarm.id, actions, " ", BY)
        assert (without.value.key, without.value.field) == ("alarm.reason", "note")
    services.alarms.answer(alarm.id, "The seller cannot tell.", BY)
    assert services.alarms.close(alarm.id, ("secure",), "", BY).value.state is AlarmState.CLOSED
    with pytest.raises(UserError) as closed:
        services.alarms.answer(alarm.id, "again", BY)
    assert closed.value.key == "alarm.closed"
    assert services.alarms.reopen(alarm.id, BY).value.state is AlarmState.ANSWERED


def test_a_viewer_works_nothing_off(services: Services, warned: int) -> None:
    alarm = of(services, warned, "W10")
    for call in (
        lambda: services.alarms.answer(alarm.id, "x", "viewer 1"),
        lambda: services.alarms.close(alarm.id, ("stop",), "x", "viewer 1"),
        lambda: services.alarms.look(warned, "viewer 1"), lambda: services.alarms.reopen(alarm.id, "viewer 1"),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_stopping_holds_the_limit_and_the_lists_get_a_proposal(services: Services, warned: int) -> None:
    services.alarms.close(of(services, warned, "W10").id, ("stop", "blacklist"), "bills without goods", BY)
    assert [one.kind for one in services.holds.of_customer(warned)] == ["stop"]
    services.alarms.close(of(services, warned, "W08").id, ("watch", "blacklist"), "the same", BY)
    with services._store.read() as unit:
        listed = [(one.kind, one.reason, one.approved) for one in unit.listings.all()]
    assert sorted(listed) == [("black", "W10: bills without goods", None), ("watch", "W08: the same", None)]


def test_days_and_lead_are_counted(services: Services, warned: int, open_store: Store) -> None:
    alarm = of(services, warned, "W10")
    later = on(open_store, TODAY + timedelta(days=9))
    assert alarm.days(TODAY + timedelta(days=9)) == 9 and alarm.late(TODAY + timedelta(days=9)) == 6
    closed = later.alarms.close(alarm.id, ("secure",), "goods back", BY).value
    assert closed.days(TODAY + timedelta(days=90)) == 9 and closed.late(TODAY + timedelta(days=90)) == 0
    assert later.alarms.file(warned).lead(closed) is None, "no trouble yet"


def test_a_stop_that_stood_already_does_not_hide_that_a_list_was_proposed(services: Services, warned: int) -> None:
    services.alarms.close(of(services, warned, "W10").id, ("stop",), "bills without goods", BY)
    told = services.alarms.close(of(services, warned, "W08").id, ("stop", "watch"), "the same", BY)
    assert "lists" in told.flags


def test_an_alarm_goes_to_somebody_of_the_list_of_officers_only(services: Services, warned: int) -> None:
    alarm = of(services, warned, "W10")
    with pytest.raises(UserError, match=r"alarm\.owner"):
        services.alarms.assign(alarm.id, BY, owner="Nobody At All", due=TODAY)
    kept = services.alarms.assign(alarm.id, BY, owner=SECOND.upper(), due=TODAY).value
    assert kept.owner == SECOND


def test_an_answer_names_files_of_its_own_customer_only(services: Services, warned: int, tmp_path: Path) -> None:
    alarm = of(services, warned, "W10")
    case = services.cases.open(warned, BY).value
    file = services.cases.add_evidence(case.id, "bills.txt", b"register of bills", BY).value
    kept = services.alarms.answer(alarm.id, "Register attached.", BY, evidence_ids=(file.id,)).value
    assert kept.evidence_ids == (file.id,)
    assert [one.name for one in services.alarms.file(warned).files] == ["bills.txt"]
    with pytest.raises(UserError) as refused:
        services.alarms.answer(alarm.id, "Register attached.", BY, evidence_ids=(file.id + 1,))
    assert refused.value.key == "answer.unknown_evidence"


def test_an_answer_can_be_taken_back_a_decision_cannot(services: Services, warned: int) -> None:
    services.undo.peek(BY)
    alarm = of(services, warned, "W10")
    services.alarms.answer(alarm.id, "Typed into the wrong one.", BY)
    services.undo.undo(BY)
    assert of(services, warned, "W10").answer == ""
    services.alarms.close(alarm.id, ("secure",), "goods back", BY)
    with pytest.raises(UserError):
        services.undo.undo(BY)
    assert of(services, warned, "W10").state is AlarmState.CLOSED


def test_what_was_answered_is_the_reason_of_a_stop_and_why_it_was_closed_is_told_in_the_story(
    services: Services, warned: int
) -> None:
    alarm = of(services, warned, "W10")
    services.alarms.answer(alarm.id, "The seller will not say.", BY)
    services.alarms.close(alarm.id, ("stop",), "", BY)
    services.alarms.close(of(services, warned, "W01").id, ("none",), "harmless: one customer, since paid", BY)
    (stop,) = [one for one in services.holds.of_customer(warned) if one.kind == "stop"]
    assert stop.reason == "W10: The seller will not say."
    closed = [one.params["note"] for one in services.timeline.story(warned) if one.kind == "alarm_closed"]
    assert sorted(closed) == ["", " – harmless: one customer, since paid"]


def test_nobody_who_only_looks_is_asked(services: Services, warned: int) -> None:
    with pytest.raises(UserError, match=r"alarm\.owner"):
        services.alarms.assign(of(services, warned, "W08").id, BY, owner="viewer 1", due=TODAY + timedelta(days=1))
