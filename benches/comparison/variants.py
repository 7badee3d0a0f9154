"""Files that say the same as a benchmark file in other bytes. Each is made in one pass, in the memory of a part of it."""
import csv
import gzip
import io
import random
import shutil
import zlib

from . import totals

BLOCK = 1 << 20
BYTES_OF_A_PART = 8 << 20
MOST_PARTS = 200
EVERY = 997


def records(file):
    """The rows of a csv file as bytes with their line ends; a row goes on while a quotation mark is open."""
    row = b""
    for line in file:
        row += line
        if row.count(b'"') % 2 == 0:
            yield row
            row = b""
    if row:
        yield row


def with_header(facts, path, change):
    """Copies the header, and the rows as `change` gives them."""
    with open(facts.path, "rb") as source, open(path, "wb") as out:
        rows = records(source)
        out.write(next(rows))
        out.writelines(change(rows))
    return path


def shuffle(facts, path, more=()):
    """The rows, and those of other files without header, in an order by chance that is the same each time."""
    size = sum(file.stat().st_size for file in (facts.path, *more))
    parts = [path.with_name(f"{path.name}.{number}") for number in range(min(MOST_PARTS, size // BYTES_OF_A_PART + 1))]
    with open(facts.path, "rb") as source, open(path, "wb") as out:
        rows = records(source)
        out.write(next(rows))
        spread(rows, parts, "wb")
        for file in more:
            with open(file, "rb") as extra:
                spread(records(extra), parts, "ab")
        for number, part in enumerate(parts):
            with open(part, "rb") as kept:
                own = [row if row.endswith(b"\n") else row + b"\n" for row in records(kept)]
            random.Random(number).shuffle(own)
            out.writelines(own)
            part.unlink()
    return path


def spread(rows, parts, mode):
    files = [open(part, mode) for part in parts]
    try:
        for row in rows:
            files[zlib.crc32(row) % len(files)].write(row)
    finally:
        for file in files:
            file.close()


def crlf(facts, path, duck):
    with open(facts.path, "rb") as source, open(path, "wb") as out:
        while block := source.read(BLOCK):
            out.write(block.replace(b"\n", b"\r\n"))
    return path


def packed(facts, path, duck):
    path = path.with_suffix(".csv.gz")
    with open(facts.path, "rb") as source, gzip.open(path, "wb", compresslevel=1) as out:
        shutil.copyfileobj(source, out, BLOCK)
    return path


def unended(facts, path, duck):
    def change(rows):
        kept = next(rows)
        for row in rows:
            yield kept
            kept = row
        yield kept.rstrip(b"\r\n")

    return with_header(facts, path, change)


def quoted(facts, path, duck):
    """The reporter in quotation marks; no column before it is ever quoted."""
    at = facts.header.index("reporter" if facts.layout == "narrow" else "reporterISO")

    def change(rows):
        for row in rows:
            cells = row.split(b",", at + 1)
            cells[at] = b'"' + cells[at] + b'"'
            yield b",".join(cells)

    return with_header(facts, path, change)


def newline(facts, path, duck):
    """One line end within a description, in the middle of the file."""
    middle = facts.rows // 2

    def change(rows):
        for number, row in enumerate(rows):
            yield described(facts, row, lambda text: f"{text[:7]}\n{text[7:]}") if number == middle else row

    return with_header(facts, path, change)


def newlines(facts, path, duck):
    """Many of them, and after each one what looks like a row of the file."""

    def change(rows):
        before = b""
        for number, row in enumerate(rows):
            if number % EVERY == EVERY // 2:
                yield described(facts, row, lambda text: f"{text}\r\n{before.decode().rstrip()}\n")
            else:
                yield row
            before = row

    return with_header(facts, path, change)


def described(facts, row, change):
    [cells] = csv.reader(io.StringIO(row.decode(), newline=""))
    at = facts.header.index("cmdDesc")
    cells[at] = change(cells[at])
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode()


def with_totals(choice):
    """Sums mixed in among the rows that they are sums of."""

    def make(facts, path, duck):
        extra = path.with_name(f"{path.name}.totals")
        duck.run(f"copy ({totals.rows(facts, choice)}) to '{extra}' (format csv, header false);")
        shuffle(facts, path, [extra])
        extra.unlink()
        return path

    return make


ALL = {
    "shuffled": ("rows in another order", lambda facts, path, duck: shuffle(facts, path), None),
    "crlf": ("lines that end in CR LF", crlf, None),
    "unended": ("no line end after the last row", unended, None),
    "quoted": ("a field in quotation marks in every row", quoted, None),
    "newline": ("a line end within a quoted field", newline, "wide"),
    "newlines": ("many of them, followed by what looks like rows", newlines, "wide"),
    "totals": ("rows of the world, all goods and chapters for everything", with_totals(totals.EVERYTHING), None),
    "world": ("rows of the world for every subheading", with_totals(totals.WORLD), None),
    "some-months": ("the same for every third month", with_totals(totals.SOME_MONTHS), None),
    "some-world": ("rows of the world for a third of the subheadings", with_totals(totals.SOME_WORLD), None),
    "some-totals": ("rows of all goods for a third of the partners and months", with_totals(totals.SOME_TOTALS), None),
    "some-chapters": ("rows of chapters for a third of them", with_totals(totals.SOME_CHAPTERS), None),
    "gzip": ("packed", packed, None),
}
