"""Rows of the world, of all goods and of chapters that are the exact sums of the rows of a benchmark file."""

# A chapter of which some rows lack a weight or a quantity, or have other units, has no row that says the same.
WHOLE = """case when count(weight) = count(*) then sum(weight) end as weight,
    case when count(quantity) = count(*) and count(unit) in (0, count(*)) and min(unit) is not distinct from max(unit)
        then sum(quantity) end as quantity,
    case when count(quantity) = count(*) and min(unit) = max(unit) then min(unit) end as unit"""
SAYS_THE_SAME = """having count(weight) in (0, count(*)) and count(quantity) in (0, count(*))
    and (min(unit) filter (quantity is not null)) is not distinct from (max(unit) filter (quantity is not null))"""

CHAPTER = "substr(product, 1, 2)"
SUMS = {
    "world": ("W00", "0", "product", 6, "group by period, flow, product"),
    "world_chapters": ("W00", "0", CHAPTER, 2, f"group by period, flow, {CHAPTER}"),
    "world_total": ("W00", "0", "'TOTAL'", 0, "group by period, flow"),
    "chapters": ("", "", CHAPTER, 2, f"group by period, flow, partner, {CHAPTER} {SAYS_THE_SAME}"),
    "total": ("", "", "'TOTAL'", 0, "group by period, flow, partner"),
}

THIRD_MONTH = "period % 3 = 0"
THIRD_CELL = "hash(period, flow, partner, product) % 3 = 0"
EVERYTHING = {name: "true" for name in SUMS}
WORLD = {"world": "true"}
SOME_MONTHS = {name: THIRD_MONTH for name in SUMS}
SOME_WORLD = {"world": THIRD_CELL}
SOME_TOTALS = {"total": THIRD_CELL}
SOME_CHAPTERS = {"chapters": THIRD_CELL}

UNIT_CODES = "case unit when 'kg' then '8' when 'u' then '5' when 'l' then '7' when 'm²' then '12' else '-1' end"

WIDE = {
    "typeCode": "'C'",
    "freqCode": "'M'",
    "refPeriodId": "period || '01'",
    "refYear": "period // 100",
    "refMonth": "period % 100",
    "period": "period",
    "reporterISO": "reporter",
    "flowCode": "flow",
    "partnerCode": "partner_code",
    "partnerISO": "partner",
    "partner2Code": "'0'",
    "partner2ISO": "'W00'",
    "classificationSearchCode": "'HS'",
    "cmdCode": "product",
    "aggrLevel": "digits",
    "isLeaf": "case when digits = 6 then 'true' else 'false' end",
    "customsCode": "'C00'",
    "mosCode": "'0'",
    "motCode": "'0'",
    "qtyUnitCode": UNIT_CODES,
    "qtyUnitAbbr": "coalesce(unit, 'N/A')",
    "qty": "quantity",
    "altQtyUnitCode": "'-1'",
    "altQtyUnitAbbr": "'N/A'",
    "netWgt": "weight",
    "primaryValue": "value",
    "isReported": "'false'",
    "isAggregate": "'true'",
}
COPIED = ("reporterCode", "classificationCode")


def rows(facts, choice):
    """The SQL of the rows in the layout of the file."""
    parts = " union all ".join(sums(name, where) for name, where in choice.items())
    if facts.layout == "narrow":
        partner = "case partner when 'W00' then 'WORLD' else partner end"
        return f"select period, reporter, flow, {partner}, product, value, quantity, weight from ({parts})"
    like = facts.first_row
    cells = [WIDE.get(name) or (f"'{like[name]}'" if name in COPIED else "null") for name in facts.header]
    return f"select {', '.join(cells)} from ({parts})"


def sums(name, where):
    partner, code, product, digits, grouping = SUMS[name]
    of_one = "partner, min(partner_code) as partner_code"
    own = f"'{partner}' as partner, '{code}' as partner_code" if partner else of_one
    inner = f"""select period, min(reporter) as reporter, flow, {own}, {product} as product, {digits} as digits,
        sum(value) as value, {WHOLE} from facts {grouping}"""
    return f"select * from ({inner}) where {where}"
