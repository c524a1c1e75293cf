"""Times the linter against a yardstick in the same run: `python benchmarks/compare.py TREE [--runs N]`.

Prints CPU seconds (user and system, children included) of whole processes, interleaved, and the median of the
pairwise ratios: machines drift, ratios within one run do not.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys

MODULE = [sys.executable, "-m", "lint_rds_tls"]
LITERALS = ["trustservercertificate", "encrypt", "data source", "server="]


def cpu_seconds(command: list[str]) -> float:
    """CPU time of one run of `command`; raises CalledProcessError where it fails to do its work."""
    before = os.times()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    after = os.times()
    if done.returncode not in (0, 1):
        raise subprocess.CalledProcessError(done.returncode, command)
    return after.children_user - before.children_user + after.children_system - before.children_system


def compare(title: str, command: list[str], yardstick: list[str], runs: int) -> None:
    """Print one row of the table: medians of both, and of their ratio pair by pair."""
    pairs = [(cpu_seconds(command), cpu_seconds(yardstick)) for _ in range(runs + 1)][1:]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / max(other, 0.001) for one, other in pairs)
    print(f"| {title} | {ours:.2f} | {theirs:.2f} | {ratio:.1f} |", flush=True)


def main() -> None:
    """Run all comparisons on the given tree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", help="a git checkout to lint")
    parser.add_argument("--runs", type=int, default=5, help="counted runs after one warm-up (default 5)")
    arguments = parser.parse_args()
    interpreter = [sys.executable, "-c", "pass"]
    grep = ["git", "-C", arguments.tree, "grep", "-ilE", "|".join(LITERALS)]
    check = [*MODULE, "check", "--isolated", "--quiet", "--fail-on", "never"]
    print("| what, against what | CPU s | yardstick CPU s | ratio |\n|---|--:|--:|--:|")
    compare("`--version`, against an empty interpreter", [*MODULE, "--version"], interpreter, arguments.runs)
    compare("`check`, against `git grep -i` for four words", [*check, arguments.tree], grep, arguments.runs)
    for jobs in ("1", "2"):
        compare(f"`check --jobs {jobs}`, likewise", [*check, "--jobs", jobs, arguments.tree], grep, arguments.runs)


if __name__ == "__main__":
    main()
