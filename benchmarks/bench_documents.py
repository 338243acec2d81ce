"""How long the papers of one case take, each beside a bare file of the same size made in the same run.

    .venv/bin/python -m benchmarks.bench_documents

The PDF is compared with bare reportlab pages: as many pages, each with as many drawn texts as the paper has on average,
in the same two embedded fonts. The workbook is compared with a bare xlsxwriter file of as many sheets and cells. Both are
medians of five after one run to warm up; imports are told apart.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measure import sample_store

REPEATS = 5


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


def import_seconds(module: str) -> float:
    """What importing ``module`` costs over a bare interpreter."""

    def run(code: str) -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - began

    both = [(run(f"import {module}"), run("pass")) for _ in range(REPEATS)]
    return statistics.median(one for one, _ in both) - statistics.median(two for _, two in both)


def main() -> None:
    from app.services import documents

    with tempfile.TemporaryDirectory(prefix="zixin-benchmark-") as name, sample_store(Path(name)) as (services, case_id):
        change = services.grading.log()[0].no
        form = documents.build_change_form(services, change, "en")
        sheet = documents.build_checklist(services, "en")
        print("| paper | language | ms | baseline | ms | ratio | KB |")
        print("|---|---|---|---|---|---|---|")
        for lang in ("en", "zh", "ru"):
            content = documents.build_dossier(services, lang, case_id=case_id)
            pdf = documents.render_dossier_pdf(content)
            pages, texts = size_of_pdf(pdf)
            row(
                "dossier PDF",
                lang,
                partial(documents.render_dossier_pdf, content),
                f"{pages} bare pages of {texts} texts",
                partial(bare_pages, pages, texts),
                len(pdf),
            )
            book = documents.render_dossier_xlsx(content)
            sheets, cells = size_of_workbook(book)
            row(
                "dossier Excel",
                lang,
                partial(documents.render_dossier_xlsx, content),
                f"bare workbook of {cells} cells",
                partial(bare_workbook, sheets, cells),
                len(book),
            )
        papers: tuple[tuple[str, Callable[[], bytes]], ...] = (
            ("grade-change form", partial(documents.render_change_form_pdf, form)),
            ("blank checklist", partial(documents.render_checklist_pdf, sheet)),
        )
        for title, make in papers:
            data = make()
            pages, texts = size_of_pdf(data)
            row(title, "en", make, f"{pages} bare pages of {texts} texts", partial(bare_pages, pages, texts), len(data))
    for module in ("reportlab.platypus", "xlsxwriter"):
        print(f"import {module}: {import_seconds(module) * 1000:.0f} ms once")


def row(title: str, lang: str, job: Callable[[], object], baseline: str, bare: Callable[[], object], size: int) -> None:
    """Measure and print one line."""
    took, base = median(job), median(bare)
    print(f"| {title} | {lang} | {took * 1000:.0f} | {baseline} | {base * 1000:.0f} | {took / base:.1f} | {size / 1024:.0f} |")


if __name__ == "__main__":
    main()
