#!/usr/bin/env python3
"""Compares every cell of the answers to the five benchmark questions with DuckDB's, computed in exact decimals.

    python3 benches/compare.py                          two small files that the script makes itself
    python3 benches/compare.py FILE... --variants       files of the two layouts, and what says the same in other bytes
    python3 benches/compare.py --self-test              whether the comparison finds wrong answers

Exit status: 0 every cell is the same; 1 some differ; 2 something could not be compared.
"""
import argparse
import csv
import filecmp
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

from comparison import cells, duck, samples, trial, variants  # noqa: E402
from comparison.problem import Problem  # noqa: E402
from comparison.questions import QUESTIONS  # noqa: E402

NAMES = [question.name for question in QUESTIONS]


class Program:
    """The program under test."""

    def __init__(self, path):
        self.path = path
        self.env = {name: value for name, value in os.environ.items() if name != "TRADESTAT_DATA"}

    def run(self, words, out):
        """Writes the answer to a file; gives the error of a question that was refused."""
        with open(out, "wb") as sink:
            command = [self.path, *words]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.PIPE, env=self.env)
        lines = done.stderr.decode(errors="replace").splitlines()
        told = [line for line in lines if line.startswith("error:")] or lines[-1:] or [f"exit status {done.returncode}"]
        return told[0] if done.returncode else None

    def answer(self, question, path, out, more=()):
        return self.run([*question.words, "--data", str(path), "-f", "csv", *more], out)

    def knows(self, words, text=""):
        command = [self.path, *words, "--help"]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=self.env)
        return done.returncode == 0 and text in done.stdout


class Run:
    """What was asked on the command line, and what came of it."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.program = Program(binary(options.bin))
        self.duck = duck.Duck(duck.find(options.duckdb), folder)
        self.is_different = self.is_incomplete = False
        self.compared = 0
        self.threads = self.known_threads()

    def known_threads(self):
        threads = [count for count in self.options.threads.split(",") if count]
        if threads and not self.program.knows(["growth"], "--threads"):
            print("--threads: not compared, this version of the program has no such option")
            return []
        return threads

    def file(self, path):
        facts = self.duck.load(path)
        lists = {name: self.folder / f"{name}.csv" for name in ("members", "partners")}
        for name, out in lists.items():
            if error := self.program.run(["list", name, "-f", "csv"], out):
                raise Problem(f"tradestat list {name}: {error}")
        self.duck.load_lists(lists["members"], lists["partners"])
        print(f"{path}: {facts.layout}, {facts.rows:,} rows, reporter {facts.reporter}")
        answers = {}
        for question in self.questions(facts):
            out = self.folder / f"{question.name}.csv"
            if error := self.program.answer(question, path, out):
                print(f"  {question.name}  not compared: {error}")
                self.is_incomplete = True
                continue
            answers[question.name] = out
            self.cells(question, facts, out)
        self.same_bytes(facts, answers)

    def questions(self, facts):
        """Those that were chosen, that the program knows, and whose months the file holds."""
        for question in QUESTIONS:
            if question.name not in self.options.jobs:
                continue
            if not self.program.knows(question.words[:1]):
                print(f"  {question.name}  not compared: this version has no command {question.words[0]}")
            elif lacking := missing(question, facts):
                print(f"  {question.name}  not compared: the file has no rows of {lacking}")
            else:
                yield question

    def cells(self, question, facts, out):
        tally = cells.Tally(self.options.first)
        compare_answer(question, facts, out, self.duck, tally)
        self.compared += tally.cells
        ways = "".join(f"; {count:,} sums that lack a part are {way}" for way, count in tally.ways.items())
        print(f"  {question.name}  {tally.cells:,} cells, {tally.differing:,} differ{ways}", flush=True)
        for example in tally.examples:
            print(f"      {example}")
        self.is_different |= tally.differing > 0

    def same_bytes(self, facts, answers):
        """Asks again with other numbers of threads, and of files that say the same."""
        chosen = {question.name: question for question in QUESTIONS if question.name in answers}
        if not chosen:
            return
        for threads in self.threads:
            self.again(facts.path, f"threads {threads}", chosen, answers, ["--threads", threads])
        for name in self.options.variant:
            about, make, layout = variants.ALL[name]
            if layout in (None, facts.layout):
                path = make(facts, self.folder / f"{name}.csv", self.duck)
                for threads in self.threads or [None]:
                    more = ["--threads", threads] if threads else []
                    label = f"{name}, threads {threads}" if threads else name
                    self.again(path, f"{label} ({about})", chosen, answers, more)
                path.unlink()

    def again(self, path, label, chosen, answers, more):
        out = self.folder / "again.csv"
        told = []
        for name, question in chosen.items():
            if error := self.program.answer(question, path, out, more):
                told.append(f"{name}: refused: {error}")
            elif not filecmp.cmp(out, answers[name], shallow=False):
                told.append(f"{name}: {first_difference(answers[name], out)}")
        self.is_different |= bool(told)
        print(f"  {label}: {'other answers' if told else 'the same bytes: ' + ' '.join(chosen)}", flush=True)
        for sentence in told:
            print(f"      {sentence}")


def compare_answer(question, facts, out, database, tally):
    """The answer in a csv file beside what DuckDB's sums give."""
    expected = question.answer(database.rows(question.sql, "sums"), facts)
    found = database.sort(out, question.key, "sorted")
    if question.is_ordered:
        expected = list(expected)
        keys = [tuple(row[column] for column in question.key) for row in duck.read_rows(out)]
        cells.compare_order(question, keys, [row.key for row in expected], tally)
        expected.sort(key=lambda row: row.key)
    cells.compare(question, found, expected, tally)


def missing(question, facts):
    """The first months that a question needs and the file lacks."""
    for flow, months in question.needs.items():
        lacking = [month for month in months if (flow, month) not in facts.covered]
        if lacking or not any(flow == covered for covered, _ in facts.covered):
            return f"flow {flow}" + (f" in {lacking[0]}" if lacking else "")
    return None


def first_difference(one, other):
    with open(one, encoding="utf-8") as one, open(other, encoding="utf-8") as other:
        for number, (was, now) in enumerate(zip(one, other), 1):
            if was != now:
                return f"line {number}: `{now.strip()[:300]}`, was `{was.strip()[:300]}`"
    return "one answer is longer than the other"


def binary(named):
    target = os.environ.get("CARGO_TARGET_DIR", "target")
    path = pathlib.Path(named or f"{target}/release/tradestat").resolve()
    if not path.exists():
        raise Problem(f"{path}: found no program; `cargo build --release` makes it, --bin names another one")
    return str(path)


def arguments():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="*", type=pathlib.Path, metavar="FILE")
    ask.add_argument("--bin", help="the program (default: target/release/tradestat)")
    ask.add_argument("--duckdb", help="DuckDB (default: the variable DUCKDB, then target/bench/venv/bin/duckdb, then PATH)")
    ask.add_argument("--jobs", default=",".join(NAMES), help="the questions (default: all)")
    ask.add_argument("--variants", action="store_true", help="every variant too: its answers must be the same bytes")
    ask.add_argument("--variant", action="append", default=[], choices=variants.ALL, help="one of them; may be repeated")
    ask.add_argument("--threads", default="", metavar="1,2,7", help="ask again with these numbers of threads")
    ask.add_argument("--first", type=int, default=5, help="how many differences of a question are shown")
    ask.add_argument("--work", type=pathlib.Path, help="folder for variants and sums (default: that of the system)")
    ask.add_argument("--self-test", action="store_true", help="whether wrong answers are found; asks no program but DuckDB")
    options = ask.parse_args()
    options.jobs = options.jobs.split(",")
    if unknown := [name for name in options.jobs if name not in NAMES]:
        raise Problem(f"--jobs: found {', '.join(unknown)}, expected some of {', '.join(NAMES)}")
    if options.variants:
        options.variant = list(variants.ALL)
    return options


def main():
    options = arguments()
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tradestat-compare-", dir=options.work) as folder:
        folder = pathlib.Path(folder)
        if options.self_test:
            return trial.run(duck.Duck(duck.find(options.duckdb), folder), folder, compare_answer)
        run = Run(options, folder)
        for path in options.files or samples.both(folder):
            run.file(path)
    print(f"{run.compared:,} cells compared; " + ("answers differ" if run.is_different else "no answer differs"))
    return 1 if run.is_different else 2 if run.is_incomplete or not run.compared else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Problem, OSError, csv.Error) as problem:
        print(f"error: {problem}", file=sys.stderr)
        sys.exit(2)
