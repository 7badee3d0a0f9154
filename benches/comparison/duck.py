"""DuckDB as the other opinion: finds the program, loads a benchmark file in exact decimals, answers SQL."""
import csv
import os
import pathlib
import shutil
import subprocess
from dataclasses import dataclass

from .problem import Problem

INSTALL = (
    "python3 -m venv target/bench/venv && target/bench/venv/bin/pip install duckdb-cli"
    " (or name another one by --duckdb or the variable DUCKDB)"
)
NARROW = ["period", "reporter", "flow", "partner", "product", "value", "quantity", "weight"]
NUMBER = r"-?[0-9]+(\.[0-9]{1,3})?"

# A quantity of 0 in no unit is none where the layout has units.
LAYOUTS = {
    "narrow": """cast(period as integer) as period, reporter, flow, partner, product,
        exact(value) as value, exact(quantity) as quantity, exact(weight) as weight,
        cast(null as varchar) as unit, cast(null as varchar) as partner_code, true as is_plain""",
    "wide": """cast(period as integer) as period, "reporterISO" as reporter, "flowCode" as flow,
        "partnerISO" as partner, "cmdCode" as product, exact("primaryValue") as value,
        case when nullif("qtyUnitAbbr", 'N/A') is null and exact(qty) = 0 then null else exact(qty) end as quantity,
        exact("netWgt") as weight, nullif("qtyUnitAbbr", 'N/A') as unit, "partnerCode" as partner_code,
        "typeCode" = 'C' and "partner2Code" = '0' and "customsCode" = 'C00' and "motCode" = '0' and "mosCode" = '0'
        as is_plain""",
}

ODD = {
    "a reporter of its own": "reporter is distinct from (select min(reporter) from facts)",
    "a flow that is neither X nor M": "flow is null or flow not in ('X', 'M')",
    "a partner that is no country by three letters": "partner is null or not regexp_full_match(partner, '[A-Z]{3}')",
    "a product that is no subheading by six digits": "product is null or not regexp_full_match(product, '[0-9]{6}')",
    "no value": "value is null",
    "a part of a split or a service": "is_plain is distinct from true",
}


@dataclass
class Facts:
    """A benchmark file that DuckDB has loaded."""

    path: pathlib.Path
    layout: str
    header: list
    first_row: dict
    rows: int
    reporter: str
    covered: set

    @property
    def unit(self):
        return "USD" if self.layout == "wide" else ""


def find(named):
    """The program by option, by variable, or where the benchmarks put it."""
    root = pathlib.Path(__file__).resolve().parents[2]
    for given in (named, os.environ.get("DUCKDB")):
        if given:
            found = shutil.which(given)
            if not found:
                raise Problem(f"{given}: found no program of this name; to install DuckDB: {INSTALL}")
            return found
    for folder in (pathlib.Path.cwd(), root):
        usual = folder / "target/bench/venv/bin/duckdb"
        if usual.exists():
            return str(usual)
    found = shutil.which("duckdb")
    if not found:
        raise Problem(f"DuckDB is not installed; {INSTALL}")
    return found


def quoted(text):
    return "'" + str(text).replace("'", "''") + "'"


class Duck:
    """A data base in a folder of its own."""

    def __init__(self, program, folder):
        self.program, self.folder, self.base = program, folder, folder / "facts.duckdb"

    def run(self, sql):
        spill = quoted(self.folder / "spill")
        settings = f"set memory_limit='2GB'; set temp_directory={spill}; set preserve_insertion_order=false;"
        command = [self.program, "-no-init", "-bail", str(self.base), "-c", settings + sql]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode or "Error:" in done.stderr:
            raise Problem(f"DuckDB: {done.stderr.strip()[:600]}")

    def rows(self, sql, name):
        """The rows of a query as dictionaries, by way of a file, so that their number does not matter."""
        out = self.folder / f"{name}.csv"
        self.run(f"copy ({sql}) to {quoted(out)} (format csv, header true);")
        return read_rows(out)

    def load(self, path):
        """Brings a benchmark file into the table `facts`, and refuses any other file."""
        layout, header = layout_of(path)
        refusal = "error('found `' || x || '`, expected a number of at most three decimals')"
        is_exact = f"x is null or regexp_full_match(x, '{NUMBER}')"
        exact = f"create temp macro exact(x) as case when {is_exact} then cast(x as decimal(18,3)) else {refusal} end;"
        self.base.unlink(missing_ok=True)
        self.run(f"{exact} create table facts as select {LAYOUTS[layout]} from {text_columns(path, header)};")
        odd = ", ".join(f"count(*) filter ({rule}) as {chr(34)}{name}{chr(34)}" for name, rule in ODD.items())
        [told] = self.rows(f"select count(*) as rows, min(reporter) as reporter, {odd} from facts", "told")
        rows, reporter = int(told.pop("rows")), told.pop("reporter")
        if rows == 0:
            raise Problem(f"{path}: found no row below the header")
        for name, count in told.items():
            if count != "0":
                raise Problem(f"{path}: found {count} rows with {name}, expected a file of the benchmark without totals")
        pairs = self.rows("select distinct flow, period from facts", "covered")
        covered = {(row["flow"], int(row["period"])) for row in pairs}
        return Facts(path, layout, header, next(read_rows(path)), rows, reporter, covered)

    def load_lists(self, members, partners):
        """Who belongs to which group today, and which partners are areas, as the program under test lists them."""
        read = "read_csv({}, header=true, all_varchar=true, nullstr='')"
        self.run(
            f"""create or replace table members as select partner, "group" as grp from {read.format(quoted(members))}
                where "group" in ('ASEAN', 'EU') and until is null;
            create or replace table areas as select partner from {read.format(quoted(partners))} where kind = 'area';"""
        )

    def sort(self, path, key, name):
        """The rows of a csv file in the order of some columns, so that an answer of any size is compared in one pass."""
        with open(path, newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        lacking = [column for column in key if column not in header]
        if lacking:
            raise Problem(f"{path}: found no column {', '.join(lacking)}")
        order = ", ".join(f"coalesce({chr(34)}{column}{chr(34)}, '')" for column in key)
        return self.rows(f"select * from {text_columns(path, header)} order by {order}", name)


def text_columns(path, header):
    """A csv file as a table of texts; nothing about it is guessed."""
    types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in header)
    options = "header=true, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr=''"
    return f"read_csv({quoted(path)}, {options}, columns={{{types}}})"


def layout_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        header = next(csv.reader(file), [])
    if header == NARROW:
        return "narrow", header
    if header[:1] == ["typeCode"] and "primaryValue" in header:
        return "wide", header
    expected = f"{','.join(NARROW)} or UN Comtrade's 47 columns from typeCode"
    raise Problem(f"{path}:1: found the header {','.join(header)[:80]}, expected {expected}")


def read_rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)
