"""Parts 3 to 5: basic information, business, equipment."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import KeepTogether

from app.models.domain.enums import Area
from app.services.documents.content import AreaContent
from app.services.documents.pdf import flow, look, tables
from app.services.documents.pdf.press import Press, Story
from app.services.documents.wording import NONE


def basics(p: Press) -> Story:
    """Part 3: registration, related companies, contacts, and the areas company, management, staff."""
    c, w = p.content, p.w
    customer = c.customer
    rows: list[tuple[str, str]] = [
        (w("customer.name"), customer.name),
        (w("customer.number"), customer.number or NONE),
        (w("customer.former"), "; ".join(customer.former_names) or NONE),
        *((w(f"identifier.{kind}"), value) for kind, value in customer.identifiers),
        (w("customer.country"), customer.country or NONE),
        (w("customer.address"), customer.address or NONE),
        (w("customer.trade"), customer.trade or NONE),
        (w("customer.group"), customer.group or NONE),
        (w("customer.first_deal"), w.day(customer.first_deal)),
        (w("customer.owner"), customer.owner or NONE),
        (w("customer.officer"), customer.officer or NONE),
        (w("case.mode"), w(f"case_mode.{c.case.mode.value}")),
        (w("case.profile"), _profile(p)),
        (w("case.purpose"), c.case.purpose or NONE),
    ]
    story: Story = [p.part(3), *p.pairs(rows)]
    if customer.note:
        story.append(p.text(w("item.note", text=customer.note), after=2))
    story += _people(p)
    for area in (Area.COMPANY, Area.MANAGEMENT, Area.STAFF):
        story += area_section(p, area, 3)
    return story


def _profile(p: Press) -> str:
    key = f"documents.profile.{p.content.case.profile}"
    return p.w.t(key) if key in p.w.t else p.content.case.profile


def _people(p: Press) -> Story:
    c, w = p.content, p.w
    story: Story = []
    for key, people in (("related", c.customer.related), ("contacts", c.customer.contacts)):
        if people:
            rows = [[person.name, "; ".join(person.detail) or NONE] for person in people]
            story += [p.section(f"customer.{key}"), *p.texts(("name", "detail"), rows, (200, 300))]
    if c.case.reports:
        rows = [
            [
                row.agency,
                w.day(row.ordered),
                w.day(row.due),
                w.day(row.arrived) if row.arrived else w(f"report.{row.state}"),
                w.days(row.days_late) if row.days_late else NONE,
                w.money(row.cost, row.currency),
            ]
            for row in c.case.reports
        ]
        heads = ("agency", "ordered", "due", "arrived", "late", "cost")
        story += [p.section("case.reports"), *p.texts(heads, rows, (160, 66, 66, 72, 52, 84), right=(4, 5))]
    return story


def area_section(p: Press, area: Area, part: int) -> Story:
    """The table of an area's answers that stand in this part, and where its others are."""
    found = next((row for row in p.content.areas if row.area is area), None)
    story: Story = [p.section(f"area.{area.value}")]
    if found is None or not found.items:
        return [*story, p.empty("area.no_items")]
    story.append(p.text(_counted(p, found), colour="muted", size=7.8, after=3))
    here = [item for item in found.items if item.part == part]
    if here:
        story += p.items_table(here)
    elsewhere = sorted({item.part for item in found.items if item.part != part})
    if elsewhere:
        places = "; ".join(
            p.w("area.in_part", part=other, items=", ".join(item.id for item in found.items if item.part == other))
            for other in elsewhere
        )
        story += [flow.gap(3), p.text(p.w("area.elsewhere", places=places), colour="muted", size=7.8, after=2)]
    return story


def _counted(p: Press, area: AreaContent) -> str:
    if area.total == 0:
        return p.w("area.computed")
    if area.answered == 0:
        return p.w("not_collected")
    answered = p.w("answered_of", answered=area.answered, total=area.total)
    computed = sum(item.computed for item in area.items)
    return f"{answered}; {p.w('computed_too', n=computed)}" if computed else answered


def items_of_part(p: Press, number: int, areas: Sequence[Area], empty: str) -> Story:
    """A table of the answers that other areas send to this part."""
    items = [item for area in p.content.areas if area.area in areas for item in area.items if item.part == number]
    return p.items_table(items) if items else [p.empty(empty)]


def business(p: Press) -> Story:
    """Part 4: market, suppliers and customers, surroundings, and own trading experience."""
    story: Story = [p.part(4), p.section("business.market")]
    story += items_of_part(p, 4, (Area.COMPANY, Area.MANAGEMENT, Area.STAFF), "area.no_items")
    story += area_section(p, Area.SURROUNDINGS, 4)
    story += area_section(p, Area.EXPERIENCE, 4)
    return [*story, *_position(p)]


def _position(p: Press) -> Story:
    """What the customer owes us beside the limit in force."""
    w, own = p.w, p.content.position
    grade = w("own.grade_since", grade=own.grade.name, day=w.day(own.since)) if own.grade is not None else w("own.no_grade")
    rows: list[tuple[str, tables.Cell]] = [
        (w("own.sales"), w.money(own.monthly_sales, own.currency)),
        (w("own.exposure"), w.money(own.balance, own.currency)),
        (w("own.overdue"), _overdue(p)),
        (w("own.security"), w.money(own.security_held, own.currency)),
        (w("own.grade"), grade),
        (w("own.limit"), own_limit(p)),
        (w("own.free"), w.money(own.free, own.currency)),
    ]
    source = p.source(w("own.source", day=w.day(p.content.origin.made_at)))
    return [KeepTogether([p.section("own.title"), tables.pairs(p.lang, rows, look.WIDTH, 0.4), *source])]


def own_limit(p: Press) -> str:
    """The limit in force; a frozen one says that nothing of it counts, and why."""
    w, own = p.w, p.content.position
    limit = w.money(own.limit, own.currency)
    if not own.frozen or own.limit is None:
        return limit
    return w("own.frozen", limit=limit, why=w("own.and").join(w(f"own.why.{word}") for word in own.frozen))


def _overdue(p: Press) -> str:
    own = p.content.position
    text = p.w.money(own.overdue, own.currency)
    return f"{text} ({p.w.share(own.overdue_share)})" if own.overdue_share is not None else text


def equipment(p: Press) -> Story:
    """Part 5: production equipment, performance and scale."""
    return [p.part(5), *area_section(p, Area.EQUIPMENT, 5)]
