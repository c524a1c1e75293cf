"""From how many candidates on a second process pays for its start: `python benchmarks/processes.py TREE [--runs N]`.

Prints wall seconds with one and with two processes over the first N of a tree's candidates, in a fixed random order,
and the median of the pairwise ratios.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time

COUNTS = (10, 20, 40, 60, 100, 160)


def candidates(tree: str) -> list[str]:
    """C# files of a git checkout that name a server or a trust setting."""
    words = "trustservercertificate|data source|server="
    grep = ["git", "-C", tree, "grep", "-ilE", words, "--", "*.cs"]
    found = subprocess.run(grep, capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S603
    random.Random(1).shuffle(found)  # noqa: S311
    return found


def seconds(tree: str, files: list[str], jobs: int) -> float:
    """Wall time of one run over `files`."""
    command = [sys.executable, "-m", "lint_rds_tls", "check", "--isolated", "--quiet", "--fail-on", "never"]
    began = time.perf_counter()
    subprocess.run([*command, "--jobs", str(jobs), *files], cwd=tree, capture_output=True, check=True)  # noqa: S603
    return time.perf_counter() - began


def main() -> None:
    """Print the table for the given tree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", help="a git checkout with some hundred candidates")
    parser.add_argument("--runs", type=int, default=5, help="counted runs after one warm-up (default 5)")
    arguments = parser.parse_args()
    found = candidates(arguments.tree)
    print("| candidates | 1 process, s | 2 processes, s | gain |\n|--:|--:|--:|--:|")
    for count in (each for each in COUNTS if each <= len(found)):
        some = found[:count]
        pairs = [[seconds(arguments.tree, some, jobs) for jobs in (1, 2)] for _ in range(arguments.runs + 1)][1:]
        one, two = (statistics.median(column) for column in zip(*pairs, strict=True))
        gain = statistics.median(single / double for single, double in pairs)
        print(f"| {count} | {one:.2f} | {two:.2f} | {gain:.2f} |", flush=True)


if __name__ == "__main__":
    main()
