"""Records what shfmt and bash say of the generated scripts: `python measure.py SHFMT`, in this folder."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scripts import script, value_script

HERE = Path(__file__).parent
#: Prints its arguments, each behind a unit separator, and a record separator.
STUB = "sqlcmd() { [ $# -eq 0 ] || printf '\\037%s' \"$@\" >&3; printf '\\036' >&3; }\n"


def words(shfmt: str, text: str) -> list[list[list[int]]] | None:
    """The places of the words of every simple command, as shfmt tells them; None where it cannot read the script."""
    told = subprocess.run([shfmt, "--to-json", "-ln", "bash"], input=text.encode(), capture_output=True, check=False)
    if told.returncode:
        return None
    offsets = {0: 0}
    place = 0
    for index, sign in enumerate(text, 1):
        place += len(sign.encode())
        offsets[place] = index
    found = []
    stack = [json.loads(told.stdout)]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            if node.get("Type") == "CallExpr" and node.get("Args"):
                found.append(
                    [[offsets[each["Pos"]["Offset"]], offsets[each["End"]["Offset"]]] for each in node["Args"]]
                )
            stack.extend(node.values())
    return sorted(found)


def passed(text: str) -> list[list[str]]:
    """What a script of ours passes to sqlcmd, by bash itself, in an empty folder and environment."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        subprocess.run(
            ["bash", "--norc", "-c", f"exec 3>{out}\n{STUB}{text}"],
            cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, check=False, timeout=10,
        )  # fmt: skip
        said = out.read_text(encoding="utf-8")
    return [each.split("\x1f")[1:] for each in said.split("\x1e")[:-1]]


def main() -> None:
    """Write both recordings."""
    shfmt = sys.argv[1]
    with gzip.GzipFile(HERE / "words.jsonl.gz", "wb", mtime=0) as file:
        for seed in range(2200):
            told = words(shfmt, script(seed))
            if told is not None:
                file.write(json.dumps([script(seed), told], separators=(",", ":")).encode() + b"\n")
    with gzip.GzipFile(HERE / "values.jsonl.gz", "wb", mtime=0) as file:
        for seed in range(700):
            told_values = passed(value_script(seed))
            file.write(json.dumps([value_script(seed), told_values], separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main()
