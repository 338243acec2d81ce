"""Draw every paper of the sample company in three languages, as it prints, for docs/documents.

    .venv/bin/python -m tests.services.documents.make_pictures docs/documents

Pages are drawn by pdfium, sheets of the workbook by LibreOffice where it is installed. Old pictures are replaced.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from app.models.db.store import Store
from app.models.domain.enums import Grade, Role
from app.models.domain.errors import UserError
from app.models.domain.rating import Override
from app.models.domain.records import OutsideReport
from app.services import documents
from app.services.clock import FixedClock
from app.services.documents.papers import KINDS, make
from app.services.registry import Services, build_services
from app.services.walkthrough import walk
from app.texts import Texts
from tests.services.documents import generated

LANGUAGES = ("en", "zh", "ru")
TODAY = generated.TODAY
POINTS_TO_PIXELS = 66 / 72
SMALL = 26 / 72
COLOURS = 128
PARTS = {0: "2-summary", 4: "3-finance", 7: "4-score", 8: "5-models", 9: "6-limit", 10: "7-proposal", 11: "8-principles"}
"""Pictures of the dossier by the bookmark (from 0) of the part that begins there; the rest is on the sheet of all pages."""
COMPANIES = (
    "Alder Bearings Ltd",
    "Birch Tools Ltd",
    "Cedar Foods Ltd",
    "Delta Packaging Ltd",
    "Elm Textiles Ltd",
    "Fir Metals Ltd",
)


def papers(services: Services, case_id: int, lang: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every paper of the sample company, the form in all its shapes."""
    log = services.grading.changes(services.cases.view(case_id).customer.id)
    yield "dossier", documents.render_dossier_pdf(documents.build_dossier(services, lang, case_id=case_id))
    for name, no in (("change-form", log[0].no), ("change-form-stop", log[-1].no), ("change-form-blank", None)):
        yield name, documents.render_change_form_pdf(documents.build_change_form(services, no, lang))
    for kind in KINDS:
        if kind.suffix == "pdf":
            yield kind.name, make(services, kind.key, lang, case_id=case_id)[0].data
    book = folder / "dossier.xlsx"
    documents.write_dossier_xlsx(documents.build_dossier(services, lang, case_id=case_id), book)
    if office := shutil.which("soffice"):
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/office",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
        ]
        subprocess.run([*map(str, command), str(book)], check=True, capture_output=True, timeout=300)
        yield "workbook", (folder / "dossier.pdf").read_bytes()


def ready(services: Services, folder: Path, texts: Texts) -> int:
    """The sample company through its case, a report ordered, later stopped; some others with grades. The case to print."""
    walked = walk(services, folder, texts)
    own = {"name": "Example Trading Co., Ltd.", "address": "1 Example Road, Fuzhou", "email": "credit@example.com"}
    for key, value in own.items():
        services.settings.set(f"company_{key}", value, services.officers.all()[0].name)
    by, other = (officer.name for officer in services.officers.all()[:2])
    case = services.cases.open(walked.customer.id, by, requested_limit=Decimal(2_000_000), requested_term=60).value
    services.cases.take_over(case.id, None, by)
    report = OutsideReport("Example Credit Agency", TODAY - timedelta(days=9), TODAY + timedelta(days=5), Decimal(1200), "CNY")
    services.cases.update(replace(services.cases.view(case.id).head, reports=(report,)), by)
    services.cases.declare_independence(case.id, by)
    reason = texts("demo.grounds")
    services.grading.override(case.id, Override(Grade.CC, reason, TODAY + timedelta(days=60), by), by)
    services.grading.sign_override(case.id, other)
    proposal = services.grading.propose(case.id, by, grounds=("payment", "litigation"), text=reason).value
    services.grading.approve(proposal.id, other, texts("demo.decision"))
    _others(services)
    return case.id


def _others(services: Services) -> None:
    """Customers for the lists: graded from AA down."""
    for name in (generated.ASSESSOR, generated.APPROVER):
        with contextlib.suppress(UserError):  # in English they are the ones who are there already
            services.officers.add(name, Role.GENERAL_MANAGER, name)
    for place, name in enumerate(COMPANIES):
        traits = generated.Traits(20 + place, "latin", "short", "good", "small", Grade(8 - place), "decided", 0)
        made = generated.put(services, traits)
        kept = services.customers.get(made.customer_id)
        services.customers.save(replace(kept, name=name, owner=""), generated.ASSESSOR)


def pictures(name: str, pdf: bytes) -> Iterator[tuple[str, Image.Image]]:
    """The pictures of a paper: its first page; of a dossier and a workbook some pages, and all of them small on one sheet."""
    document = pdfium.PdfDocument(pdf)
    wanted = [(0, name)]
    if name == "dossier":
        tops = [mark for mark in document.get_toc() if mark.level == 0]
        pages = [(tops[place].get_dest().get_index(), part) for place, part in PARTS.items() if place < len(tops)]
        wanted = [(0, "dossier-1-cover"), *((page, f"dossier-{part}") for page, part in pages)]
    if name == "letter":
        wanted += [(page, f"letter-{page + 1}") for page in range(1, len(document))]
    for page, title in wanted:
        yield title, document[page].render(scale=POINTS_TO_PIXELS).to_pil()
    if len(document) > 2:
        yield f"{name}-all", _sheet([page.render(scale=SMALL).to_pil() for page in document])
    document.close()


def _sheet(pages: list[Image.Image], across: int = 8) -> Image.Image:
    wide, high = max(page.width for page in pages) + 6, max(page.height for page in pages) + 6
    sheet = Image.new("RGB", (wide * min(across, len(pages)), high * -(-len(pages) // across)), "#8b96a3")
    for place, page in enumerate(pages):
        sheet.paste(page, (place % across * wide + 3, place // across * high + 3))
    return sheet


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.png"):
        old.unlink()
    for lang in LANGUAGES:
        with tempfile.TemporaryDirectory() as name, Store.open(Path(name) / "sample.zixin", create=True) as store:
            services = build_services(store, FixedClock(TODAY))
            case_id = ready(services, Path(name), Texts.load(lang))
            for paper, pdf in papers(services, case_id, lang, Path(name)):
                for title, picture in pictures(paper, pdf):
                    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                    few.save(target / f"{title}-{lang}.png", optimize=True)
    print(f"{len(list(target.glob('*.png')))} pictures, {sum(one.stat().st_size for one in target.glob('*.png')) // 1024} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
