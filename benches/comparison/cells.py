"""Two answers cell by cell: both come in the order of their keys, so that they are read once and never held."""
from dataclasses import dataclass, field

NOTHING = "(no row)"
NO_COLUMN = "(no column)"


@dataclass
class Tally:
    """How many cells were compared, how many differ, and the first of those."""

    shown: int
    cells: int = 0
    differing: int = 0
    examples: list = field(default_factory=list)
    ways: dict = field(default_factory=dict)

    def cell(self, place, column, found, expected):
        self.cells += 1
        if found != expected:
            self.differ(f"{place}, {column}: tradestat `{found}`, DuckDB `{expected}`")

    def differ(self, sentence, cells=1):
        self.differing += cells
        if len(self.examples) < self.shown:
            self.examples.append(sentence)

    def row(self, place, found, expected, columns):
        """A row that only one side has: all of its cells differ."""
        self.cells += columns
        self.differ(f"{place}: tradestat {found}, DuckDB {expected}", columns)

    def mixed_ways(self):
        """Sums that lack a part are all printed in one way."""
        if len(self.ways) > 1:
            told = ", ".join(f"{count} times {way}" for way, count in sorted(self.ways.items()))
            self.differ(f"a sum that lacks a part is printed in two ways: {told}")


def compare(question, found_rows, expected_rows, tally):
    """Joins the two by their keys."""
    found_rows, expected_rows = iter(found_rows), iter(expected_rows)
    found, expected = next(found_rows, None), next(expected_rows, None)
    seen = None
    while found is not None or expected is not None:
        key = tuple(found[column] for column in question.key) if found is not None else None
        if expected is None or key is not None and key < expected.key:
            again = "the row again" if key == seen else f"a row ({figures(question, found)})"
            tally.row(" ".join(key), again, NOTHING, len(question.columns))
            found = next(found_rows, None)
        elif key is None or expected.key < key:
            tally.row(" ".join(expected.key), NOTHING, "a row", len(question.columns))
            expected = next(expected_rows, None)
        else:
            compare_row(question, found, expected, tally)
            seen = key
            found, expected = next(found_rows, None), next(expected_rows, None)
    tally.mixed_ways()


def figures(question, found):
    """What a row says beside its names."""
    names = ("period", "base_period", "reporter", "flow", "partner", "product", "unit")
    told = [f"{column} {found[column]}" for column in question.columns if column not in names and found.get(column)]
    return ", ".join(told)


def compare_row(question, found, expected, tally):
    place, cells = " ".join(expected.key), expected.cells(found)
    for column in question.columns:
        if column in found:
            tally.cell(place, column, found[column], cells[column])
        elif column not in question.optional:
            tally.cell(place, column, NO_COLUMN, cells[column])
    for way in expected.ways(found):
        tally.ways[way] = tally.ways.get(way, 0) + 1


def compare_order(question, found_keys, expected_keys, tally):
    """The order of the rows, where the question has one."""
    tally.cells += 1
    for place, (found, expected) in enumerate(zip(found_keys, expected_keys), 1):
        if found != expected:
            return tally.differ(f"row {place}: tradestat has {' '.join(found)}, DuckDB {' '.join(expected)}")
