#!/usr/bin/env python3
"""How time and memory grow with the number of rows: the five questions of the benchmark, asked of files of one layout.

    cargo build --release
    python3 benches/scale.py SMALL.csv LARGER.csv LARGEST.csv

Each question is asked of each file in turn; the table has medians of wall and processor time, what a million rows took, and the largest
resident size. Answers go nowhere.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

from comparison.questions import QUESTIONS

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = 1 << 20


def rows_of(path):
    """Lines of a file without its header."""
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(BLOCK), b"")) - 1


def once(command):
    """Wall seconds, processor seconds and resident MB of one run."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = child.stderr.read()
    _, status, use = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{told.decode(errors='replace')}")
    return time.perf_counter() - start, use.ru_utime + use.ru_stime, use.ru_maxrss / 1024


def measure(command, runs):
    return [statistics.median(column) for column in zip(*(once(command) for _ in range(runs)))]


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="+", type=pathlib.Path)
    ask.add_argument("--bin", type=pathlib.Path, default=ROOT / "target" / "release" / "tradestat")
    ask.add_argument("--runs", type=int, default=3)
    ask.add_argument("--questions", default=",".join(question.name for question in QUESTIONS))
    asked = ask.parse_args()
    names = asked.questions.split(",")
    print("| question | rows | MB of text | wall s | processor s | wall s a million rows | peak MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    sizes = [(path, rows_of(path), path.stat().st_size / 1e6) for path in asked.files]
    for question in QUESTIONS:
        if question.name not in names:
            continue
        for path, rows, size in sizes:
            command = [asked.bin, *question.words, "--data", path, "--format", "csv", "--quiet"]
            wall, processor, peak = measure(command, asked.runs)
            cells = [question.name, f"{rows:,}", f"{size:,.0f}", f"{wall:.3f}", f"{processor:.3f}", f"{wall / rows * 1e6:.3f}", f"{peak:.0f}"]
            print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
