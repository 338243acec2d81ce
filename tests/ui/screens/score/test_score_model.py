"""The rating of a case without a window: what is shown is what the services say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.models.domain.rating import Lift
from app.ui.screens.score.model import ScoreModel

OFFICER, SECOND = "officer 1", "officer 2"


def _approve(services: Any, case_id: int) -> None:
    services.cases.declare_independence(case_id, OFFICER)
    services.grading.approve(services.grading.propose(case_id, OFFICER, text="sound").value.id, SECOND, "agreed")


@pytest.fixture
def case_id(desk: Any) -> int:
    return int(desk.services.customers.page()[0].case_id)


@pytest.fixture
def model(desk: Any, case_id: int) -> ScoreModel:
    made = ScoreModel(desk.services, desk.runner)
    made.load(case_id)
    return made


def test_score_terms_findings_and_lift_are_those_of_the_services(model: ScoreModel, desk: Any, case_id: int) -> None:
    services, scored = desk.services, model.scored
    view = services.cases.view(case_id)
    assert scored is not None
    assert scored.result == services.ratings.preview(view)
    assert scored.draft == services.grading.draft(view, scored.result)
    assert scored.findings == tuple(services.ratings.principles(view))
    assert isinstance(model.lift, Lift)
    assert model.lift == services.ratings.lift(view)
    assert (scored.previous, scored.split) == (None, None)


def test_an_empty_case_is_not_rated_and_nothing_is_advised(empty_desk: Any) -> None:
    from app.models.domain.parties import Customer

    services = empty_desk.services
    customer = services.customers.save(Customer(name="Muster GmbH"), OFFICER).value
    case = services.cases.open(customer.id, OFFICER).value
    model = ScoreModel(services, empty_desk.runner)
    model.load(case.id)
    assert model.scored is not None
    assert not model.scored.result.rated
    assert model.scored.draft is None
    assert model.lift is None


def test_the_next_case_is_compared_with_the_last_rating_and_the_parts_add_up(model: ScoreModel, desk: Any, case_id: int) -> None:
    services = desk.services
    _approve(services, case_id)
    customer = services.customers.page()[0].id
    last = services.cases.of_customer(customer)[0]
    now = services.cases.open(customer, OFFICER, profile=last.profile, with_areas=True).value
    services.cases.take_over(now.id, None, OFFICER)
    model.load(now.id)
    scored = model.scored
    assert scored is not None
    assert scored.previous is not None
    assert scored.split is not None
    assert scored.previous.case_id == case_id
    assert scored.split.score_after == scored.result.score_exact
    assert scored.split.score_after - scored.split.score_before == scored.split.inputs + scored.split.methodology
    assert sum((one.change for one in scored.split.items), Decimal(0)) == scored.split.inputs
