"""What the content tree of a dossier says beyond the rating: standards, open position, verification, grades over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.models.domain.enums import CheckState, Grade
from app.models.domain.records import GradeInForce, OutsideReport
from app.services.documents.assemble import assemble
from app.services.documents.assemble_finance import trade_of
from app.services.documents.content import DossierContent
from app.services.documents.pdf.parts_front import own_limit
from app.services.documents.pdf.press import Press
from app.services.documents.wording import Wording
from app.services.methodology import builtin
from app.services.rating import rate
from app.services.rating.standards import standard_value
from app.services.ratings.inputs import input_of
from tests.services.documents import cases


def content_of(trade: str = "industry", **changes: object) -> DossierContent:
    case = cases.view(who=cases.customer(trade=trade))
    case = replace(case, head=replace(case.head, **changes)) if changes else case  # type: ignore[arg-type]
    return assemble(cases.source(case), "en")


def test_a_ratio_stands_beside_the_standard_that_the_rating_uses() -> None:
    m = builtin()
    debt = next(row for row in content_of().finance.ratios if row.key == "debt")
    published = standard_value(m, "industry", "debt", "average")
    assert debt.trade is not None
    assert published is not None
    assert debt.trade.own
    assert debt.trade.values == (published / 100,) * len(debt.values)  # a per cent is kept as a plain share, like the ratio


def test_a_trade_without_an_average_is_held_against_what_is_acceptable_and_then_against_all_trades() -> None:
    m = builtin()
    ratio = {row.key: row for row in m.ratios}
    accepted = trade_of(m, "general", ratio["debt"], (2025,), "en")
    foreign = trade_of(m, "", ratio["roe"], (2025,), "en")
    assert accepted is not None
    assert (accepted.level, accepted.own) == ("acceptable", True)
    assert foreign is not None
    assert (foreign.level, foreign.own) == ("average", False)


def test_of_several_sets_the_one_nearest_to_the_year_answers_for_it() -> None:
    m = builtin()
    dated = [one for one in m.standards if one.key in ("CN-SASAC-2014", "CN-SASAC-2015")]
    both = {value.indicator for value in dated[0].values} & {value.indicator for value in dated[1].values}
    ratio = next(row for row in m.ratios if row.key in both)
    found = trade_of(m, "", ratio, (2014, 2015), "en")
    assert found is not None
    assert len(found.sets) == 2


def test_nothing_published_is_none_and_never_zero() -> None:
    m = builtin()
    ratio = next(row for row in m.ratios if all(v.indicator != row.key for one in m.standards for v in one.values))
    assert trade_of(m, "industry", ratio, (2025,), "en") is None


def test_counts_of_an_area_add_up_and_points_on_unverified_answers_are_their_own() -> None:
    content = content_of()
    found = content.verification
    for row in found.areas:
        parts = (row.verified, row.declared, row.unasked, row.unknown, row.not_applicable, row.empty)
        assert row.total == sum(parts)
    doubted = {row.item for row in found.doubts if row.why in ("self_declared", "not_asked")}
    adds = sum((item.scored.adds for item in content.items if item.id in doubted and item.scored), Decimal(0))
    assert found.resting == adds > 0
    assert next(row.why for row in found.doubts if row.item == "C08") == "unknown"


def test_a_key_item_that_no_second_person_confirmed_is_a_doubt_until_somebody_does() -> None:
    case = cases.view()
    documented = {
        key: replace(answer, check=CheckState.DOCUMENTED, second_by="officer 2") for key, answer in case.answers.items()
    }
    doubts = {row.item: row.why for row in assemble(cases.source(replace(case, answers=documented)), "en").verification.doubts}
    assert "key_open" not in doubts.values()
    key = next(item.id for item in builtin().items if item.key and item.id in documented)
    alone = {**documented, key: replace(documented[key], second_by="")}
    doubts = {row.item: row.why for row in assemble(cases.source(replace(case, answers=alone)), "en").verification.doubts}
    assert doubts[key] == "key_open"


def test_the_open_position_tells_what_the_limit_in_force_leaves() -> None:
    case = cases.view()
    terms = cases.terms(Grade.A, limit=1_000_000)
    in_force = GradeInForce(1, terms, date(2026, 5, 1), date(2026, 12, 1), date(2027, 5, 1), 1, 3)
    own = assemble(cases.source(replace(case, around=replace(case.around, in_force=in_force))), "en").position
    assert own.limit == Decimal(1_000_000)
    assert own.free == Decimal(1_000_000) - Decimal("812500.50")
    assert own.overdue_share == Decimal(96000) / Decimal("812500.50")
    assert own.security_held == Decimal(2_000_000) * Decimal("0.5") - Decimal(300_000)


@pytest.mark.parametrize(("lang", "says"), [
    ("en", "frozen: 0 for new orders (early warnings; review overdue)"), ("zh", "已冻结：对新订单为 0（预警；核查逾期）"),
    ("ru", "заморожен: 0 для новых заказов (ранние предупреждения; пересмотр просрочен)"),
])
def test_a_frozen_limit_says_so_with_the_reasons_and_leaves_nothing(lang: str, says: str) -> None:
    case, terms = cases.view(), cases.terms(Grade.A, limit=1_000_000)
    in_force = GradeInForce(1, terms, date(2026, 5, 1), date(2026, 11, 1), date(2027, 5, 1), 1, 3, ("warnings",))
    content = assemble(cases.source(replace(case, around=replace(case.around, in_force=in_force))), lang)
    assert content.position.frozen == ("warnings", "late") and content.position.free == 0
    assert says in own_limit(Press(content, Wording(lang)))


def test_an_unknown_balance_leaves_the_rest_unknown() -> None:
    own = content_of(own_exposure=None).position
    assert (own.balance, own.overdue_share, own.free) == (None, None, None)


@pytest.mark.parametrize(
    ("due", "arrived", "state", "late"),
    [
        (date(2026, 11, 20), None, "late", 2),
        (date(2026, 11, 22), None, "waiting", 0),
        (None, None, "waiting", 0),
        (date(2026, 11, 20), date(2026, 11, 25), "arrived", 5),
        (date(2026, 11, 20), date(2026, 11, 19), "arrived", 0),
    ],
)
def test_an_outside_report_is_late_from_the_day_after_it_was_due(
    due: date | None, arrived: date | None, state: str, late: int
) -> None:
    report = OutsideReport("Example Bureau", date(2026, 11, 1), due, arrived=arrived)
    row = content_of(reports=(report,)).case.reports[0]
    assert (row.state, row.days_late) == (state, late)


def test_grades_over_time_end_with_this_case_while_it_is_not_decided() -> None:
    case = cases.view()
    earlier = cases.change(None, Grade.A, case_id=7, at=datetime(2025, 1, 2, tzinfo=UTC), effective=date(2025, 1, 3))
    own = cases.change(Grade.A, Grade.BBB, case_id=case.head.id)
    open_case = assemble(cases.source(case, changes=(earlier,)), "en").grades
    decided = assemble(cases.source(case, changes=(earlier, own)), "en").grades
    assert (open_case[0].grade, open_case[0].decided) == (Grade.A, True)
    assert [point.decided for point in open_case] == [True, False]
    assert [point.decided for point in decided] == [True, True]


def test_a_limit_method_names_the_figures_that_it_read() -> None:
    content = content_of()
    first = next(row for row in content.limit.methods if row.id == "L2")
    lines = {line.key: line.values[-1] for line in content.finance.lines}
    assert [value.value for _, value in first.inputs] == [lines["CA"], lines["CL"]]
    need = next(row for row in content.limit.methods if row.id == "L4")
    assert [value.value for _, value in need.inputs] == [Decimal(1500000), Decimal(60), content.limit.factor]


def test_an_override_is_told_with_its_reason() -> None:
    from app.models.domain.rating import Override

    case = cases.view()
    override = Override(Grade.BB, "owner changed", date(2027, 1, 31), "officer 1", "officer 2")
    case = replace(case, head=replace(case.head, override=override))
    m = builtin()
    result = rate(m, input_of(case, cases.TODAY))
    steps = assemble(replace(cases.source(case), result=result), "en").score.steps
    told = next(step.label for step in steps if step.kind == "override")
    assert "owner changed" in told
    assert "officer 2" in told


def test_the_seal_names_case_day_journal_and_inputs_and_no_address() -> None:
    origin = content_of().origin
    assert origin.number in origin.seal
    assert origin.fingerprint in origin.seal
    assert origin.input_hash[:16] in origin.seal
    assert "://" not in origin.seal


def test_columns_of_an_answer_are_written_as_the_language_writes_them_in_the_order_of_the_question() -> None:
    from app.models.domain.answers import Answer
    from app.models.domain.enums import AnswerState, ValueKind
    from app.models.domain.labels import Labels
    from app.models.domain.methodology import DetailField
    from app.services.documents.assemble_items import shown_details

    def column(key: str, kind: ValueKind) -> DetailField:
        return DetailField(key, Labels(key, key, key), kind)

    fields = (
        column("maker", ValueKind.TEXT),
        column("year", ValueKind.INT),
        column("cost", ValueKind.MONEY),
        column("share", ValueKind.PCT),
        column("bought", ValueKind.DATE),
        column("pledged", ValueKind.YN),
    )
    item = replace(next(iter(builtin().items)), details=fields)
    row = {"pledged": "no", "bought": "2016-03-05", "share": "12.5", "cost": "96000000.5", "year": "2016", "maker": "1234567"}
    answer = Answer(item.id, AnswerState.VALUE, "x", rows=(row,))
    assert shown_details(item, answer, "ru") == (
        ("1", "maker: 1234567; year: 2016; cost: 96\u00a0000\u00a0000,5; share: 12,5\u00a0%; bought: 05.03.2016; pledged: нет"),
    )
    typed = Answer(item.id, AnswerState.VALUE, "x", details={"cost": "about a million", "bought": "2016-02-31"})
    assert shown_details(item, typed, "en") == (("cost", "about a million"), ("bought", "2016-02-31"))
