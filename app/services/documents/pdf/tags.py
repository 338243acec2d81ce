"""The structure tree of a paper: what is a heading, a paragraph, a table, a figure, for readers that speak instead of show.

reportlab marks nothing by itself, but lets marked content and a tree be written: the drawing goes between ``BDC`` and
``EMC``, and the tree tells what each piece is (ISO 32000-1, 14.7 and 14.8). Marked content does not nest, so a piece
inside a piece belongs to the outer one: a paragraph in a cell is the cell.

What it does not reach: spans of another language inside a text, links between a note and its number, and the checks of
PDF/UA by a validator; so no paper claims to be PDF/UA.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFObject, PDFString
from reportlab.platypus.tables import TableRenderCB


@dataclass(slots=True)
class Node:
    """An element of the tree: its role, its children or the marked pieces that it is, and what is said in its stead."""

    role: str
    parent: Node | None = None
    kids: list[Node] = field(default_factory=list)
    pieces: list[tuple[int, int]] = field(default_factory=list)  # (page from 1, number on that page)
    alt: str = ""
    attributes: str = ""


class Tags:
    """Collects the tree while a canvas is drawn; ``write`` puts it into the document."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self._open: list[Node] = [self.root]
        self._keyed: dict[object, Node] = {}
        self._counts: dict[int, int] = {}
        self._owners: dict[int, list[Node]] = {}
        self._inside = False
        self.section()
        self._first = self._open[0]

    def section(self) -> None:
        """Begin a part; what follows belongs to it until the next begins."""
        self._open = [self._node("Sect", self.root)]

    @contextmanager
    def first_section(self) -> Iterator[None]:
        """Go back to the first part: the list of contents is drawn when all pages are known."""
        before, self._open = self._open, [self._first]
        yield
        self._open = before

    @contextmanager
    def group(self, role: str, key: object = None) -> Iterator[bool]:
        """Put what is drawn inside under one element; the same ``key`` goes on with the element of before (True)."""
        if self._inside:
            yield False
            return
        node = self._keyed.get(key) if key is not None else None
        known = node is not None
        if node is None:
            node = self._node(role, self._open[-1])
            if key is not None:
                self._keyed[key] = node
        self._open.append(node)
        yield known
        self._open.pop()

    @contextmanager
    def leaf(self, canvas: Any, role: str, alt: str = "", attributes: str = "") -> Iterator[None]:
        """Mark what is drawn inside as one piece of ``role``."""
        if self._inside:
            yield
            return
        page = canvas.getPageNumber()
        number = self._counts.get(page, 0)
        self._counts[page] = number + 1
        node = self._node(role, self._open[-1])
        node.alt, node.attributes = alt, attributes
        node.pieces.append((page, number))
        self._owners.setdefault(page, []).append(node)
        canvas._code.append(f"/{role} <</MCID {number}>> BDC")
        self._inside = True
        yield
        self._inside = False
        canvas._code.append("EMC")

    @contextmanager
    def artifact(self, canvas: Any) -> Iterator[None]:
        """Mark what is drawn inside as decoration: lines, grounds, heads and feet of pages."""
        if self._inside:
            yield
            return
        canvas._code.append("/Artifact BMC")
        self._inside = True
        yield
        self._inside = False
        canvas._code.append("EMC")

    def _node(self, role: str, parent: Node) -> Node:
        node = Node(role, parent)
        parent.kids.append(node)
        return node

    def write(self, document: Any) -> None:
        """Put the tree into a document whose pages are all there."""
        pages = list(document.Pages.pages)
        elements: dict[int, _Element] = {}
        root = _Root(self, pages, elements)
        for node in _walk(self.root):
            elements[id(node)] = _Element(node, root, elements, pages)
        for number, page in enumerate(pages):
            page.__NoDefault__ = (*page.__NoDefault__, "StructParents", "Tabs")
            page.StructParents = number
            page.Tabs = "/S"
        catalog = document.Catalog
        catalog.StructTreeRoot = root
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": pdfdoc.PDFtrue})

    def owners(self, page: int) -> list[Node]:
        """The elements of the marked pieces of a page (from 1), by their number."""
        return self._owners.get(page, [])


def tagged(canvas: Any) -> Tags | None:
    """The tags of a canvas, None for one that keeps none."""
    return getattr(canvas, "tags", None)


def _walk(node: Node) -> Iterator[Node]:
    if node.kids or node.pieces:
        yield node
        for kid in node.kids:
            yield from _walk(kid)


class _Element(PDFObject):
    """One element of the tree as an object of the file."""

    __RefOnly__ = 1

    def __init__(self, node: Node, root: _Root, elements: dict[int, _Element], pages: list[Any]) -> None:
        self._node, self._root, self._elements, self._pages = node, root, elements, pages

    def format(self, document: Any) -> bytes:
        node = self._node
        parent: PDFObject = self._root if node.parent is None else self._elements[id(node.parent)]
        parts = [b"<</S/", node.role.encode(), b"/P ", _ref(document, parent)]
        if node.pieces:
            page, number = node.pieces[0]
            parts += [b"/Pg ", _ref(document, self._pages[page - 1]), b"/K ", str(number).encode()]
        else:
            kids = [self._elements[id(kid)] for kid in node.kids if id(kid) in self._elements]
            parts += [b"/K[", b" ".join(_ref(document, kid) for kid in kids), b"]"]
        if node.alt:
            parts += [b"/Alt ", _bytes(PDFString(node.alt).format(document))]
        if node.attributes:
            parts += [b"/A<</O/Table", node.attributes.encode(), b">>"]
        return b"".join([*parts, b">>"])


class _Root(PDFObject):
    """The root of the tree with the way back from a page's pieces to their elements."""

    __RefOnly__ = 1

    def __init__(self, tags: Tags, pages: list[Any], elements: dict[int, _Element]) -> None:
        self._tags, self._pages, self._elements = tags, pages, elements

    def format(self, document: Any) -> bytes:
        rows = []
        for number in range(len(self._pages)):
            owners = [_ref(document, self._elements[id(node)]) for node in self._tags.owners(number + 1)]
            rows.append(b"%d[%s]" % (number, b" ".join(owners)))
        top = _ref(document, self._elements[id(self._tags.root)])
        return b"<</Type/StructTreeRoot/K %s/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d>>" % (top, b" ".join(rows), len(rows))


def _ref(document: Any, value: PDFObject) -> bytes:
    return _bytes(document.Reference(value).format(document))


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("latin-1")


class TableMarks(TableRenderCB):
    """Told by a table what it draws, it marks rows and cells. The pieces of a table that goes on over pages stay one table,
    whose head is said once.

    ``heads``: how many rows are heads; ``row_heads``: the first column names its row.
    """

    def __init__(self, heads: int, row_heads: bool = False) -> None:
        self._heads, self._row_heads = heads, row_heads
        self._stack: list[Any] = []
        self._known = False

    def startTable(self, T: Any) -> None:
        """The element of the table, the one of before when this is its next piece."""
        tags = tagged(T.canv)
        self._known = bool(self._enter(tags.group("Table", self) if tags else None))

    def startBG(self, T: Any) -> None:
        """Grounds are decoration."""
        self._decoration(T)

    def startLines(self, T: Any) -> None:
        """Lines are decoration."""
        self._decoration(T)

    def startRow(self, T: Any, rowNo: int) -> None:
        """A row; the head that a further page repeats is decoration."""
        tags = tagged(T.canv)
        if tags is not None and self._known and rowNo < self._heads:
            self._enter(tags.artifact(T.canv))
        else:
            self._enter(tags.group("TR") if tags else None)

    def startCell(self, T: Any, rowNo: int, colNo: int, cellval: Any, cellstyle: Any, pos: Any, size: Any) -> None:
        """A cell, or the name of its column or row."""
        tags = tagged(T.canv)
        if tags is None:
            self._enter(None)
            return
        head = rowNo < self._heads
        named = self._row_heads and colNo == 0
        scope = "/Scope/Column" if head else "/Scope/Row" if named else ""
        x0, y0, x1, y1 = getattr(T, "_spanRanges", {}).get((colNo, rowNo)) or (0, 0, 0, 0)
        spans = (f"/ColSpan {x1 - x0 + 1}" if x1 > x0 else "") + (f"/RowSpan {y1 - y0 + 1}" if y1 > y0 else "")
        self._enter(tags.leaf(T.canv, "TH" if head or named else "TD", attributes=scope + spans))

    def endBG(self, T: Any) -> None:
        """After the grounds."""
        self._leave()

    def endLines(self, T: Any) -> None:
        """After the lines."""
        self._leave()

    def endRow(self, T: Any) -> None:
        """After a row."""
        self._leave()

    def endCell(self, T: Any) -> None:
        """After a cell."""
        self._leave()

    def endTable(self, T: Any) -> None:
        """After the table."""
        self._leave()

    def _decoration(self, table: Any) -> None:
        tags = tagged(table.canv)
        self._enter(tags.artifact(table.canv) if tags else None)

    def _enter(self, context: Any) -> Any:
        context = context or nullcontext()
        self._stack.append(context)
        return context.__enter__()

    def _leave(self) -> None:
        self._stack.pop().__exit__(None, None, None)
