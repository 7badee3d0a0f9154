"""Whether wrong answers are found: right ones are made of DuckDB's sums, and then spoilt cell by cell."""
import csv
import random
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from . import cells, exact, samples
from .questions import QUESTIONS

SHOWN = 3


class Trial:
    """Counts what was tried and what was not found."""

    def __init__(self):
        self.tried = 0
        self.faults = []

    def expect(self, name, is_right):
        self.tried += 1
        if not is_right:
            self.faults.append(name)


def run(database, folder, compare_answer):
    trial = Trial()
    arithmetic(trial)
    for path in samples.both(folder):
        facts = database.load(path)
        lists(database, folder)
        for question in QUESTIONS:
            spoil(trial, question, facts, database, folder, compare_answer)
    advantage_of_fractions(trial, database, folder)
    for fault in trial.faults:
        print(f"not found: {fault}")
    print(f"{trial.tried} trials, {len(trial.faults)} failed")
    return 1 if trial.faults else 0


def lists(database, folder):
    """Groups of its own, so that no program is needed."""
    members, partners = folder / "members.csv", folder / "partners.csv"
    groups = {"ASEAN": "VNM IDN MYS TLS", "EU": "DEU FRA POL HRV"}
    rows = [f"{group},{member},{member},,," for group, names in groups.items() for member in names.split()]
    members.write_text("\n".join(["group,partner,name,since,until,source", *rows, "EU,GBR,GBR,,2020-01,", ""]))
    partners.write_text("partner,name,name_zh,m49,gacc,kind\nTWN,Taiwan,,158,,area\n")
    database.load_lists(members, partners)


def right_answer(question, facts, database, way):
    """The rows of a right answer, sums that lack a part in one of the two ways."""
    found = {"quantity": "", "weight": ""} if way == "blank" else {}
    return [dict(row.cells(found)) for row in question.answer(database.rows(question.sql, "sums"), facts)]


def spoil(trial, question, facts, database, folder, compare_answer):
    out = folder / "trial.csv"

    def differing(rows):
        names = list(rows[0])
        with open(out, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        tally = cells.Tally(SHOWN)
        compare_answer(question, facts, out, database, tally)
        return tally.differing

    label = f"{question.name} {facts.layout}"
    for way in ("blank", "a sum") if question.name == "J4" else ("blank",):
        rows = right_answer(question, facts, database, way)
        trial.expect(f"{label}: the right answer, {way}", differing(rows) == 0)
    middle = len(rows) // 2
    for column in rows[0]:
        others = [dict(row) for row in rows]
        others[middle][column] = other(others[middle][column])
        trial.expect(f"{label}: another {column}", differing(others) > 0)
    lacking = [{name: cell for name, cell in row.items() if name != question.columns[-1]} for row in rows]
    trial.expect(f"{label}: no column {question.columns[-1]}", differing(lacking) > 0)
    trial.expect(f"{label}: a row less", differing(rows[:middle] + rows[middle + 1 :]) > 0)
    trial.expect(f"{label}: the first row twice", differing([rows[0], *rows]) > 0)
    trial.expect(f"{label}: the last row twice", differing([*rows, rows[-1]]) > 0)
    if question.is_ordered:
        trial.expect(f"{label}: two rows in the other order", differing([rows[1], rows[0], *rows[2:]]) > 0)
    if question.name == "J4":
        spoil_cube(trial, label, rows, right_answer(question, facts, database, "blank"), differing)


def spoil_cube(trial, label, sums, blanks, differing):
    """What only the cube can get wrong: a sum that lacks a part, and one that does not."""
    partial = next(at for at, row in enumerate(sums) if row["status"] == "partial" and row["quantity"])
    whole = next(at for at, row in enumerate(sums) if row["status"] == "" and row["weight"])
    for name, at, cell in (
        ("a sum that lacks a part, and another one", partial, {"quantity": other(sums[partial]["quantity"])}),
        ("a sum that lacks a part, as if it lacked none", partial, {"status": ""}),
        ("a whole sum left blank", whole, {"weight": "", "status": "partial"}),
        ("one partial sum blank where the others are printed", partial, blanks[partial]),
    ):
        rows = list(sums)
        rows[at] = {**rows[at], **cell}
        trial.expect(f"{label}: {name}", differing(rows) > 0)


def other(cell):
    """Another text: the last digit one higher, or something where nothing was."""
    if cell and cell[-1] in "0123456789":
        return cell[:-1] + str((int(cell[-1]) + 1) % 10)
    return f"{cell}1"


def arithmetic(trial):
    """The quotients beside fractions and decimals of many digits."""
    half_up = {"1/2000000": "0.000001", "-1/2000000": "-0.000001", "3/2000000": "0.000002", "-1/3000000": "0.000000"}
    for fraction, text in half_up.items():
        part, whole = map(int, fraction.split("/"))
        trial.expect(f"{fraction} rounds to {text}", exact.quotient(part, whole) == text)
    chance = random.Random(1)
    for _ in range(2000):
        part, whole = chance.randrange(-(10**15), 10**15), chance.randrange(1, 10**15)
        trial.expect(f"{part} / {whole}", exact.quotient(part, whole) == six_places(Fraction(part, whole)))
        trial.expect(f"{whole} in thousandths", exact.thousandths(exact.amount(part)) == part)
    with localcontext() as context:
        context.prec = 60
        for _ in range(500):
            now, base = chance.randrange(1, 10**15), chance.randrange(1, 10**12)
            root = 100 * ((Decimal(now) / base) ** (Decimal(1) / 7) - 1)
            text = f"{root.quantize(Decimal('1e-6'), ROUND_HALF_UP) + 0:f}"
            trial.expect(f"annual growth from {base} to {now}", exact.annual_percent(now, base, 7) == text)
    trial.expect("annual growth of a seventh power", exact.annual_percent(128, 1, 7) == "100.000000")


def six_places(fraction):
    """Rounded half away from zero by way of whole numbers of half a millionth."""
    whole = int(abs(fraction) * 2_000_000)
    return exact.fixed((whole + 1) // 2 * (-1 if fraction < 0 else 1))


def advantage_of_fractions(trial, database, folder):
    """Comparative advantage once more, from the rows themselves."""
    question = next(question for question in QUESTIONS if question.name == "J5")
    facts = database.load(samples.both(folder)[0])
    own, of_partner, of_product, whole = {}, {}, {}, Fraction(0)
    for _, flow, partner, product, value, _, _ in samples.facts(random.Random(2018)):
        if flow == "X":
            own[partner, f"hs:{product}"] = own.get((partner, f"hs:{product}"), Fraction(0)) + value
            of_partner[partner] = of_partner.get(partner, Fraction(0)) + value
            of_product[f"hs:{product}"] = of_product.get(f"hs:{product}", Fraction(0)) + value
            whole += value
    rows = right_answer(question, facts, database, "blank")
    found = {(row["partner"], row["product"]): row["result"] for row in rows}
    trial.expect("J5: the pairs", found.keys() == own.keys())
    for (partner, product), value in own.items():
        advantage = (value / of_partner[partner]) / (of_product[product] / whole)
        trial.expect(f"J5: {partner} {product}", found.get((partner, product)) == six_places(advantage))
