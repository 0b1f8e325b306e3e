"""Collect the rows of tables in RTF files, whose cells are defined before or after what stands in them."""

from documents.ingest.converters.paragraphs import Part

LEFT, ABOVE = {"clmrg"}, {"clvmrg"}
MOST_CELLS = 500


class Rows:
    """Take what stands in cells, and give it back as rows; a merged cell has its text at each place that it covers."""

    def __init__(self) -> None:
        """Begin without a table."""
        self._definition: list[frozenset[str]] = []
        self._flags: set[str] = set()
        self._is_head = False
        self._inner: list[str] = []
        self._cells: list[str] = []
        self._notes: list[str] = []
        self._rows: list[Part] = []

    def define(self) -> None:
        """Begin the definition of a row."""
        self._definition, self._is_head = [], False
        self._flags.clear()

    def mark(self, flag: str) -> None:
        """Say of the cell that is defined next that it is merged, or of the row that it is a head."""
        if flag == "trhdr":
            self._is_head = True
        self._flags.add(flag)

    def define_cell(self) -> None:
        """End the definition of a cell."""
        self._definition.append(frozenset(self._flags))
        self._flags.clear()

    def add(self, text: str, notes: list[str], separator: str = " ") -> None:
        """Add a paragraph, or a cell of a table within, to the cell, and its notes to the row."""
        self._notes += notes
        if text.strip():
            self._inner += [text.strip(), separator]

    def end_cell(self) -> None:
        """End a cell."""
        if len(self._cells) < MOST_CELLS:
            self._cells.append("".join(self._inner[:-1]))
        self._inner = []

    def end_row(self) -> None:
        """End a row."""
        if not self._cells:
            return
        above = (self._rows[-1].cells if self._rows else None) or ()
        cells: list[str] = []
        for place, text in enumerate(self._cells):
            flags = self._definition[place] if place < len(self._definition) else frozenset[str]()
            if flags & LEFT and cells:
                cells.append(cells[-1])
            else:
                cells.append(above[place] if flags & ABOVE and place < len(above) else text)
        self._rows.append(Part(cells=tuple(cells), is_head=self._is_head, notes=tuple(self._notes)))
        self._cells, self._notes = [], []

    def taken(self) -> list[Part]:
        """Return the rows of a table that ended, and begin without one."""
        if self._inner:
            self.end_cell()
        self.end_row()
        rows, self._rows = self._rows, []
        return rows
