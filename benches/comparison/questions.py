"""The five questions of the benchmark: how the program is asked, the sums in SQL, the cells that follow from the sums."""
from dataclasses import dataclass
from typing import Callable

from .exact import amount, annual_percent, percent, quotient, thousandths

FLOWS = {"T": "total", "X": "exports", "M": "imports"}
TOP = 20


def to_november(year):
    return list(range(year * 100 + 1, year * 100 + 12))


@dataclass(frozen=True)
class Question:
    """One question. `needs` are the flows and months without which it cannot be asked of a file."""

    name: str
    words: list
    needs: dict
    sql: str
    key: tuple
    columns: tuple
    optional: tuple
    is_ordered: bool
    answer: Callable


@dataclass
class Expected:
    """A row as it must be. Both functions get the row that was found: a partial sum may be printed in two ways."""

    key: tuple
    cells: Callable
    ways: Callable = lambda found: ()


def fixed_row(key, cells):
    return Expected(key, lambda found: cells)


def rate(now, base):
    """Growth in percent, or why there is none."""
    if base == 0:
        return None, "undefined" if now == 0 else "zero_base"
    if base < 0 or now < 0:
        return None, "negative_base"
    return percent(now - base, base), ""


def part(own, whole):
    """Share in percent, or why there is none."""
    return (percent(own, whole), "") if whole else (None, "undefined")


def share_change(own, whole, own_base, whole_base):
    if not whole or not whole_base:
        return None, "undefined"
    return quotient(100 * (own * whole_base - own_base * whole), whole * whole_base), ""


def annual(now, base, years):
    growth, why = rate(now, base)
    if growth is None:
        return None, why
    return (annual_percent(now, base, years), "") if now > 0 else (None, "undefined")


def contribution(change, whole_base):
    if whole_base <= 0:
        return None, "zero_base" if whole_base == 0 else "negative_base"
    return percent(change, whole_base), ""


def row_of(names, figures):
    """The cells of a row, and the reason of the first that is missing as its status."""
    cells = {name: figure or "" for name, (figure, _) in figures.items()}
    status = next((why for figure, why in figures.values() if figure is None), "")
    return {**names, **cells, "status": status}


def growth_of_flows(rows, facts):
    sums = {row["flow"]: (thousandths(row["now"]) or 0, thousandths(row["base"]) or 0) for row in rows}
    sums["T"] = tuple(map(sum, zip(*sums.values())))
    for flow, word in FLOWS.items():
        now, base = sums[flow]
        names = {
            "period": "2025-jan..nov",
            "base_period": "2024-jan..nov",
            "reporter": facts.reporter,
            "flow": word,
            "partner": "WORLD",
            "product": "TOTAL",
            "unit": facts.unit,
            "published_growth_pct": "",
        }
        figures = {
            "value": (amount(now), ""),
            "base": (amount(base), ""),
            "change": (amount(now - base), ""),
            "growth_pct": rate(now, base),
            "contribution_pp": contribution(now - base, sums["T"][1]),
        }
        yield fixed_row((word,), row_of(names, figures))


def shares_of_chapters(rows, facts):
    lines = [(row["product"], thousandths(row["now"]) or 0, thousandths(row["base"]) or 0) for row in rows]
    lines.sort(key=lambda line: (-line[1], line[0]))
    whole, whole_base = sum(line[1] for line in lines), sum(line[2] for line in lines)
    for product, now, base in lines:
        names = {
            "period": "2025-jan..nov",
            "base_period": "2024-jan..nov",
            "reporter": facts.reporter,
            "flow": "exports",
            "partner": "WORLD",
            "product": product,
            "unit": facts.unit,
        }
        figures = {
            "value": (amount(now), ""),
            "base": (amount(base), ""),
            "growth_pct": rate(now, base),
            "share_pct": part(now, whole),
            "base_share_pct": part(base, whole_base),
            "share_change_pp": share_change(now, whole, base, whole_base),
        }
        yield fixed_row((product,), row_of(names, figures))


def ranks_of_partners(rows, facts):
    lines = [dict(row, now=thousandths(row["now"]), base=thousandths(row["base"])) for row in rows]
    lines.sort(key=lambda line: (-line["now"], line["is_group"], line["partner"]))
    whole = sum(line["now"] for line in lines)
    shown, rest = lines[:TOP], lines[TOP:]
    if rest:
        others = {"partner": "OTHERS", "place": "", "base_place": ""}
        shown.append({**others, "now": sum(line["now"] for line in rest), "base": sum(line["base"] for line in rest)})
    for line in shown:
        now, base, place, base_place = line["now"], line["base"], line["place"], line["base_place"]
        names = {
            "period": "2025-jan..nov",
            "base_period": "2018-jan..nov",
            "reporter": facts.reporter,
            "flow": "total",
            "partner": line["partner"],
            "product": "TOTAL",
            "unit": facts.unit,
            "rank": place,
            "base_rank": base_place,
            "rank_change": str(int(base_place) - int(place)) if place else "",
        }
        figures = {
            "value": (amount(now), ""),
            "base": (amount(base), ""),
            "growth_pct": rate(now, base),
            "annual_growth_pct": annual(now, base, 7),
            "share_pct": part(now, whole),
        }
        yield fixed_row((line["partner"],), row_of(names, figures))


def cube_of_months(rows, facts):
    for row in rows:
        key = (row["period"], row["flow"], row["partner"], row["product"])
        yield Expected(
            key,
            lambda found, row=row, key=key: cube_row(row, key, facts, found),
            lambda found, row=row: partial_ways(row, found),
        )


def cube_row(row, key, facts, found):
    """A sum that some rows lack a figure for is either blank or what there is of it, in both cases `partial`."""
    names = dict(zip(("period", "flow", "partner", "product"), key), reporter=facts.reporter, unit=facts.unit)
    names["quantity_unit"] = "" if row["is_mixed"] == "true" else row["quantity_unit"]
    figures = {"value": (amount(thousandths(row["value"])), "")}
    is_partial = False
    for measure in ("quantity", "weight"):
        given, sum_of_given = int(row[f"{measure}_given"]), thousandths(row[measure])
        if measure == "quantity" and row["is_mixed"] == "true":
            figures[measure] = (None, "undefined")
        elif given == 0:
            figures[measure] = (None, "no_data")
        elif given == int(row["rows"]):
            figures[measure] = (amount(sum_of_given), "")
        elif found.get(measure) == "":
            figures[measure] = (None, "partial")
        else:
            figures[measure], is_partial = (amount(sum_of_given), ""), True
    cells = row_of(names, figures)
    if is_partial and not cells["status"]:
        cells["status"] = "partial"
    return cells


def partial_ways(row, found):
    """In which way each partial cell of a row of the cube is printed: an answer uses one of them throughout."""
    for measure in ("quantity", "weight"):
        is_mixed = measure == "quantity" and row["is_mixed"] == "true"
        if not is_mixed and 0 < int(row[f"{measure}_given"]) < int(row["rows"]):
            yield "blank" if found.get(measure) == "" else "a sum"


def advantages(rows, facts):
    for row in rows:
        sums = (thousandths(row[name]) for name in ("own", "of_partner", "of_product", "whole"))
        own, of_partner, of_product, whole = sums
        known = of_partner != 0 and of_product != 0
        cells = {
            "period": "2018..2025",
            "reporter": facts.reporter,
            "flow": "exports",
            "partner": row["partner"],
            "product": row["product"],
            "indicator": "rca",
            "result": quotient(own * whole, of_partner * of_product) if known else "",
        }
        yield fixed_row((row["partner"], row["product"]), cells)


def between(year, last=11):
    return f"period between {year}01 and {year}{last:02}"


def two_periods(now, base):
    now, base = between(now), between(base)
    return f"sum(value) filter ({now}) as now, sum(value) filter ({base}) as base", f"({now} or {base})"


NOW_AND_YEAR_BEFORE, IN_EITHER = two_periods(2025, 2024)
NOW_AND_2018, IN_EITHER_2018 = two_periods(2025, 2018)

FLOWS_SQL = f"select flow, {NOW_AND_YEAR_BEFORE} from facts where {IN_EITHER} group by flow"

CHAPTERS_SQL = f"""select 'hs:' || substr(product, 1, 2) as product, {NOW_AND_YEAR_BEFORE}
    from facts where flow = 'X' and {IN_EITHER} group by 1"""

# Groups take the place of their members; areas that are no country have no rank; equal sums share the better one.
PARTNERS_SQL = f"""with own as (select partner, {NOW_AND_2018} from facts where {IN_EITHER_2018} group by partner),
    lines as (select coalesce(grp, partner) as partner, grp is not null as is_group, partner in (from areas) as is_area,
        coalesce(sum(now), 0) as now, coalesce(sum(base), 0) as base
        from own left join members using (partner) group by all)
    select partner, is_group, now, base,
        case when not is_area then rank() over (partition by is_area order by now desc) end as place,
        case when not is_area then rank() over (partition by is_area order by base desc) end as base_place
    from lines"""

CUBE_SQL = """with own as (select *, substr(product, 1, 2) as chapter from facts),
    cube as (select period as month, flow as way, partner, chapter,
        count(*) as rows, sum(value) as value, sum(quantity) as quantity, count(quantity) as quantity_given,
        sum(weight) as weight, count(weight) as weight_given,
        min(unit) filter (quantity is not null) as first_unit, max(unit) filter (quantity is not null) as last_unit
        from own group by all)
    select month // 100 || '-' || lpad(cast(month % 100 as varchar), 2, '0') as period,
        case way when 'X' then 'exports' else 'imports' end as flow,
        partner, 'hs:' || chapter as product, rows, value, quantity, quantity_given, weight, weight_given,
        first_unit as quantity_unit, coalesce(first_unit <> last_unit, false) as is_mixed
    from cube order by 1, 2, 3, 4"""

ADVANTAGE_SQL = f"""with own as (select partner, product, sum(value) as own from facts
        where flow = 'X' and period between 201801 and 202512 group by all)
    select partner, 'hs:' || product as product, own, sum(own) over (partition by partner) as of_partner,
        sum(own) over (partition by product) as of_product, sum(own) over () as whole
    from own order by 1, 2"""

NAMES = ("period", "base_period", "reporter", "flow", "partner", "product", "unit")
BOTH_YEARS = to_november(2025) + to_november(2024)
YEAR = ["--period", "jan-nov", "--year", "2025"]

QUESTIONS = [
    Question(
        "J1",
        ["growth", *YEAR],
        {"X": BOTH_YEARS, "M": BOTH_YEARS},
        FLOWS_SQL,
        ("flow",),
        (*NAMES, "value", "base", "change", "growth_pct", "contribution_pp", "published_growth_pct", "status"),
        (),
        True,
        growth_of_flows,
    ),
    Question(
        "J2",
        ["share", *YEAR, "--flow", "exports", "--by", "product", "--level", "hs2"],
        {"X": BOTH_YEARS},
        CHAPTERS_SQL,
        ("product",),
        (*NAMES, "value", "base", "growth_pct", "share_pct", "base_share_pct", "share_change_pp", "status"),
        (),
        True,
        shares_of_chapters,
    ),
    Question(
        "J3",
        ["rank", *YEAR, "--base", "2018-jan..nov", *"--flow total --by partner --groups asean,eu --top".split(), str(TOP)],
        {flow: to_november(2025) + to_november(2018) for flow in "XM"},
        PARTNERS_SQL,
        ("partner",),
        (*NAMES, *"rank base_rank rank_change value base growth_pct annual_growth_pct share_pct status".split()),
        (),
        True,
        ranks_of_partners,
    ),
    Question(
        "J4",
        ["series", "-M", "--by", "flow,partner,product", "--level", "hs2", "--measure", "value,quantity,weight"],
        {},
        CUBE_SQL,
        ("period", "flow", "partner", "product"),
        tuple("period reporter flow partner product unit quantity_unit value quantity weight status".split()),
        (),
        False,
        cube_of_months,
    ),
    Question(
        "J5",
        "indicator rca --flow exports --by partner,product --level hs6 --period 2018..2025 --allow-partial".split(),
        {"X": []},
        ADVANTAGE_SQL,
        ("partner", "product"),
        ("period", "reporter", "flow", "partner", "product", "indicator", "result"),
        ("period", "reporter", "indicator"),
        False,
        advantages,
    ),
]
