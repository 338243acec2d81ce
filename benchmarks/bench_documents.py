"""How long the papers take, each beside a bare file of the same size made in the same run.

    .venv/bin/python -m benchmarks.bench_documents            measures and prints the table
    .venv/bin/python -m benchmarks.bench_documents --json     the same as JSON

A PDF is compared with bare reportlab pages: as many pages, each with as many drawn texts as the paper has on average, in
the same two embedded fonts. A workbook is compared with a bare xlsxwriter file of as many sheets and cells. Single papers
are medians of five after one run to warm up; the batch is run once. Besides the case of the sample company it is the
case with the longest texts and most periods that the tests generate.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Figure, sample_store, tell

if TYPE_CHECKING:
    from app.services.registry import Services
    from tests.services.documents.generated import Made

REPEATS = 5
FORMS = 500
MOST_BYTES = 1024 * 1024


def median(job: Callable[[], object]) -> float:
    """Median seconds of ``job`` after one run to warm up."""
    job()
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        job()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def bare_pages(pages: int, texts: int) -> bytes:
    """``pages`` pages of ``texts`` drawn texts each, with the embedded fonts and nothing else."""
    from reportlab.pdfgen.canvas import Canvas

    from app.services.documents.pdf import fonts

    fonts.register()
    out = io.BytesIO()
    canvas = Canvas(out, initialFontName=fonts.REGULAR, pageCompression=1)
    for _ in range(pages):
        for place in range(texts):
            canvas.setFont(fonts.BOLD if place % 5 == 0 else fonts.REGULAR, 8)
            canvas.drawString(40 + place % 4 * 130, 800 - place // 4 * 10, f"Item {place}: 客户 показатель")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def bare_workbook(sheets: int, cells: int) -> bytes:
    """A workbook of ``cells`` texts and numbers over ``sheets`` sheets."""
    from xlsxwriter.workbook import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    for number in range(sheets):
        sheet = book.add_worksheet(f"Sheet {number}")
        for place in range(cells // sheets):
            if place % 2:
                sheet.write_number(place // 12, place % 12, place)
            else:
                sheet.write_string(place // 12, place % 12, f"text {place}")
    book.close()
    return out.getvalue()


def size_of_pdf(data: bytes) -> tuple[int, int]:
    """Pages, and drawn texts a page on average."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    streams = [page.get_contents() for page in reader.pages]
    drawn = sum(stream.get_data().count(b"Tj") for stream in streams if stream is not None)
    return len(reader.pages), max(1, drawn // len(reader.pages))


def size_of_workbook(data: bytes) -> tuple[int, int]:
    """Sheets and filled cells."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    return len(book.sheetnames), sum(1 for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)


@dataclass(frozen=True)
class Paper:
    """One paper to measure: how it is made, and the most seconds that it may take (None: only told)."""

    name: str
    make: Callable[[], bytes]
    most: float | None = None


def figure(paper: Paper) -> tuple[Figure, int]:
    """The figure of a paper, and how many bytes it has."""
    data = paper.make()
    if data.startswith(b"PK"):
        sheets, cells = size_of_workbook(data)
        baseline, bare = f"bare workbook of {cells} cells", partial(bare_workbook, sheets, cells)
    else:
        pages, texts = size_of_pdf(data)
        baseline, bare = f"{pages} bare pages of {texts} texts", partial(bare_pages, pages, texts)
    return Figure(paper.name, median(paper.make), baseline, median(bare), paper.most), len(data)


def papers_of_sample(services: Services, case_id: int) -> Iterator[Paper]:
    """Every paper of the sample company; contents are built before, for the screen has them already."""
    from app.services import documents
    from app.services.documents.papers import KINDS, make

    for lang in ("en", "zh", "ru"):
        content = documents.build_dossier(services, lang, case_id=case_id)
        yield Paper(f"dossier PDF, {lang}", partial(documents.render_dossier_pdf, content), 2.0)
        yield Paper(f"dossier Excel, {lang}", partial(documents.render_dossier_xlsx, content), 1.5)
        form = documents.build_change_form(services, services.grading.log()[0].no, lang)
        yield Paper(f"grade-change form, {lang}", partial(documents.render_change_form_pdf, form), 0.5)
    for kind in KINDS:
        if kind.suffix == "pdf":
            yield Paper(f"{kind.name}, en", lambda key=kind.key: make(services, key, "en", case_id=case_id)[0].data)


def papers_of_longest(services: Services, made: Made) -> Iterator[Paper]:
    """The dossiers and the form of the generated case with the longest texts."""
    from app.services import documents

    content = documents.build_dossier(services, "zh", case_id=made.case_id)
    yield Paper("dossier PDF, longest texts, zh", partial(documents.render_dossier_pdf, content), 2.0)
    yield Paper("dossier Excel, longest texts, zh", partial(documents.render_dossier_xlsx, content), 1.5)
    form = documents.build_change_form(services, made.changes[-1], "zh")
    yield Paper("grade-change form, longest texts, zh", partial(documents.render_change_form_pdf, form), 0.5)


def batch_figure(services: Services, customers: list[int], folder: Path) -> Figure:
    """Many forms in one batch, read from the store, drawn, written and opened again one by one."""
    from app.services.documents.batch import FORM, make_many

    ids = (customers * (FORMS // len(customers) + 1))[:FORMS]
    began = time.perf_counter()
    result = make_many(services, (FORM,), ids, folder, "en")
    took = time.perf_counter() - began
    if result.made != FORMS:
        raise RuntimeError(f"{result.made} of {FORMS} forms: {result.lines[-1].problem}")
    pages, texts = size_of_pdf(result.lines[0].files[0].read_bytes())
    began = time.perf_counter()
    for _ in range(FORMS):
        bare_pages(pages, texts)
    bare = time.perf_counter() - began
    return Figure(f"{FORMS} grade-change forms in one batch", took, f"{FORMS} bare pages of {texts} texts", bare, 60.0)


def measure(folder: Path) -> tuple[list[Figure], list[tuple[str, int]]]:
    """All figures, and the bytes of each paper."""
    from tests.services.documents import generated

    figures, sizes = [], []
    with sample_store(folder) as (services, case_id):
        found = [(paper.name, *figure(paper)) for paper in papers_of_sample(services, case_id)]
    with generated.store(folder / "generated.zixin", 0) as (services, _):
        longest = generated.put(services, generated.traits_of(7))
        found += [(paper.name, *figure(paper)) for paper in papers_of_longest(services, longest)]
        ordinary = replace(generated.traits_of(0), state="decided")
        made = [generated.put(services, replace(ordinary, number=number)) for number in range(100, 125)]
        batch = batch_figure(services, [one.customer_id for one in made], folder / "forms")
    for name, one, size in found:
        figures.append(one)
        sizes.append((name, size))
    return [*figures, batch], sizes


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="zixin-benchmark-") as name:
        figures, sizes = measure(Path(name))
    code = tell(figures)
    too_big = [name for name, size in sizes if size > MOST_BYTES]
    if "--json" not in sys.argv:
        print("| paper | KB |\n|---|---|")
        print("\n".join(f"| {name} | {size / 1024:.0f} |" for name, size in sizes))
        print(f"allowed: {MOST_BYTES // 1024} KB each; kept: {'NO: ' + ', '.join(too_big) if too_big else 'yes'}")
    return 1 if too_big else code


if __name__ == "__main__":
    sys.exit(main())
