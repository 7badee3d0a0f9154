"""Two small files in the layouts of the benchmark, with what is awkward: gaps, zeros, ties, units, new and lost partners."""
import csv
import random

from .duck import NARROW

PARTNERS = (
    "CHN USA VNM JPN HKG IDN MYS TLS DEU FRA POL HRV GBR IND TWN AUS"
    " MEX CAN SAU ARE BRA CHL TUR CHE NOR EGY ZAF KEN PER NZL UKR KAZ"
).split()
PRODUCTS = (
    "010121 010129 020130 270900 271019 290511 290531 392010"
    " 610910 840734 840999 851712 854231 854239 870323 970110"
).split()
UNITS = [("8", "kg"), ("5", "u"), ("7", "l"), ("12", "m²"), ("8", "kg")]
DENSITY = 0.1
WIDE = """typeCode freqCode refPeriodId refYear refMonth period reporterCode reporterISO reporterDesc flowCode flowDesc
    partnerCode partnerISO partnerDesc partner2Code partner2ISO partner2Desc classificationCode classificationSearchCode
    isOriginalClassification cmdCode cmdDesc aggrLevel isLeaf customsCode customsDesc mosCode motCode motDesc
    qtyUnitCode qtyUnitAbbr qty isQtyEstimated altQtyUnitCode altQtyUnitAbbr altQty isAltQtyEstimated
    netWgt isNetWgtEstimated grossWgt isGrossWgtEstimated cifvalue fobvalue primaryValue
    legacyEstimationFlag isReported isAggregate""".split()
SAME = {
    "typeCode": "C",
    "freqCode": "M",
    "reporterCode": "410",
    "reporterISO": "KOR",
    "reporterDesc": "Korea, Republic of",
    "partner2Code": "0",
    "partner2ISO": "W00",
    "classificationCode": "H6",
    "classificationSearchCode": "HS",
    "customsCode": "C00",
    "mosCode": "0",
    "motCode": "0",
    "aggrLevel": "6",
    "isLeaf": "true",
    "isAggregate": "false",
}


def months():
    return [year * 100 + month for year in range(2018, 2026) for month in range(1, 13) if year * 100 + month <= 202511]


def facts(chance):
    """Period, flow, partner, product, value, quantity, weight; the amounts in thousandths, none where they are lacking."""
    for period in months():
        for flow in "MX":
            for product in PRODUCTS:
                for partner in PARTNERS:
                    if chance.random() < DENSITY and is_there(period, partner, product):
                        most = 1 << chance.randrange(8, 40)
                        value = 0 if chance.random() < 0.01 else chance.randrange(10, most) * 10
                        value += chance.randrange(10) if chance.random() < 0.3 else 0
                        weight = None if chance.random() < 0.05 else value // 7
                        quantity = None if chance.random() < 0.1 else value // 9 + 1
                        yield period, flow, partner, product, value, quantity, weight
                        if partner == "MEX":
                            yield period, flow, "CAN", product, value, quantity, weight


def is_there(period, partner, product):
    """Canada has the figures of Mexico; some trade begins in 2025, ends in 2018 or ends in 2024."""
    begun, ended = {"KEN": 202501}, {"PER": 201812, "UKR": 201812}
    if partner == "CAN" or product == "970110" and period > 202411:
        return False
    return begun.get(partner, 0) <= period <= ended.get(partner, 999999)


def number(thousandths):
    return "" if thousandths is None else f"{thousandths // 1000}.{thousandths % 1000:03}"


def narrow(rows, file):
    out = csv.writer(file, lineterminator="\n")
    out.writerow(NARROW)
    for period, flow, partner, product, value, quantity, weight in rows:
        out.writerow([period, "KOR", flow, partner, product, number(value), number(quantity), number(weight)])


def wide(rows, file):
    out = csv.DictWriter(file, WIDE, restval="", lineterminator="\n")
    out.writeheader()
    for period, flow, partner, product, value, quantity, weight in rows:
        code, unit = ("-1", "N/A") if quantity is None else UNITS[int(product) % len(UNITS)]
        own = {
            "refPeriodId": f"{period}01",
            "refYear": period // 100,
            "refMonth": period % 100,
            "period": period,
            "flowCode": flow,
            "flowDesc": "Export" if flow == "X" else "Import",
            "partnerCode": PARTNERS.index(partner) + 1,
            "partnerISO": partner,
            "cmdCode": product,
            "cmdDesc": f'Goods of {product[:4]}, other than "those", of {product[:2]}',
            "qtyUnitCode": code,
            "qtyUnitAbbr": unit,
            "qty": number(quantity),
            "netWgt": number(weight),
            "primaryValue": number(value),
        }
        out.writerow({**SAME, **own})


def both(folder):
    """The paths of a narrow and of a wide file that hold the same trade."""
    paths = []
    for name, write in (("narrow", narrow), ("wide", wide)):
        path = folder / f"sample-{name}.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            write(facts(random.Random(2018)), file)
        paths.append(path)
    return paths
