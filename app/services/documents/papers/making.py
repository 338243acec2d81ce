"""One way to make any of these papers, for the window, the commands and batches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.models.domain.errors import UserError
from app.services.documents.papers.kinds import Made, kind_of

if TYPE_CHECKING:
    from app.models.domain.log import LogFilter
    from app.services.registry import Services


def make(
    services: Services,
    key: str,
    lang: str,
    *,
    case_id: int | None = None,
    customer_id: int | None = None,
    areas: Sequence[str] = (),
    attach: bool = False,
    changes: LogFilter | None = None,
) -> tuple[Made, ...]:
    """Make the paper ``key`` (of ``KINDS``) in ``lang``: one PDF, or for "mails" a draft for each department.

    Papers of a customer are about ``case_id``, else about the newest case of ``customer_id`` (a blank checklist
    needs neither); ``areas`` are those of a checklist, () for all; ``attach`` puts the change form into each draft;
    ``changes`` narrows the list of grade changes.
    UserError ``papers.no_grade`` where there is no approved grade to tell of, ``documents.no_case`` where there is no case.
    KeyError: no such kind.
    """
    kind = kind_of(key)
    if key == "grade_list":
        return (Made(f"{kind.name}-{services.clock.today()}-{lang}.pdf", _grade_list(services, lang)),)
    if key == "calendar":
        return (Made(f"{kind.name}-{services.clock.today()}-{lang}.pdf", _calendar(services, lang)),)
    if key == "change_list":
        return (Made(f"{kind.name}-{services.clock.today()}-{lang}.pdf", _change_list(services, lang, changes)),)
    if key in ("letter", "notices", "mails"):
        return _of_grade(services, key, lang, case_id, customer_id, attach)
    case_id = _case(services, case_id, customer_id)
    if key == "checklist" or (key == "filled" and case_id is not None):
        name = "-".join(part for part in (kind.name, *areas, _number(services, case_id), lang) if part)
        return (Made(f"{name}.pdf", _checklist(services, lang, case_id, key == "checklist", areas)),)
    if case_id is None:
        raise UserError("documents.no_case")
    data = _memo(services, lang, case_id) if key == "memo" else _orders(services, lang, case_id)
    return (Made(f"{kind.name}-{_number(services, case_id)}-{lang}.pdf", data),)


def lacks_sender(services: Services) -> bool:
    """Tell whether papers that leave the house could not say who writes them: no name, or no way to reach the company."""
    kept = services.settings.all()
    return not kept["company_name"] or not any(kept[f"company_{way}"] for way in ("address", "phone", "email"))


def _case(services: Services, case_id: int | None, customer_id: int | None) -> int | None:
    if case_id is not None or customer_id is None:
        return case_id
    return max((head.id for head in services.cases.of_customer(customer_id)), default=None)


def _number(services: Services, case_id: int | None) -> str:
    return services.cases.view(case_id).head.number if case_id is not None else ""


def _of_grade(
    services: Services, key: str, lang: str, case_id: int | None, customer_id: int | None, attach: bool
) -> tuple[Made, ...]:
    from app.services.documents.papers.build import build_letter, build_notices

    name = kind_of(key).name
    if key == "letter":
        from app.services.documents.pdf.papers.letter import render

        letter = build_letter(services, lang, case_id=case_id, customer_id=customer_id)
        return (Made(f"{name}-{letter.number}-{lang}.pdf", render(letter)),)
    content = build_notices(services, lang, case_id=case_id, customer_id=customer_id)
    if key == "mails":
        from app.services.documents import build_change_form, render_change_form_pdf
        from app.services.documents.papers.mails import drafts

        form = render_change_form_pdf(build_change_form(services, content.no, lang)) if attach else b""
        return drafts(content, form)
    from app.services.documents.pdf.papers.notices import render as render_notices

    return (Made(f"{name}-{content.no}-{lang}.pdf", render_notices(content)),)


def _grade_list(services: Services, lang: str) -> bytes:
    from app.services.documents.papers.build import build_grade_list
    from app.services.documents.pdf.papers.grade_list import render

    return render(build_grade_list(services, lang))


def _calendar(services: Services, lang: str) -> bytes:
    from app.services.documents.papers.build import build_calendar
    from app.services.documents.pdf.papers.calendar import render

    return render(build_calendar(services, lang))


def _change_list(services: Services, lang: str, changes: LogFilter | None) -> bytes:
    from app.models.domain.log import LogFilter
    from app.services.documents.papers.change_list import build_change_list
    from app.services.documents.pdf.papers.change_list import render

    return render(build_change_list(services, lang, changes or LogFilter()))


def _checklist(services: Services, lang: str, case_id: int | None, blank: bool, areas: Sequence[str]) -> bytes:
    from app.services.documents import render_checklist_pdf
    from app.services.documents.papers.build import build_area_checklist

    return render_checklist_pdf(build_area_checklist(services, lang, case_id=case_id, blank=blank, areas=areas))


def _memo(services: Services, lang: str, case_id: int) -> bytes:
    from app.services.documents import build_dossier
    from app.services.documents.pdf.papers.memo import render

    return render(build_dossier(services, lang, case_id=case_id))


def _orders(services: Services, lang: str, case_id: int) -> bytes:
    from app.services.documents.papers.build import build_orders
    from app.services.documents.pdf.papers.order import render

    return render(build_orders(services, lang, case_id=case_id))
