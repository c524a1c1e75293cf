"""Java's strings as ours reads them and as javac does, and sources full of traps."""

from __future__ import annotations

import base64
import json
import random
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lint_rds_tls.frontends._code.nodes import Group, Node, String, Sum, Unread
from lint_rds_tls.frontends._code.places import Places
from lint_rds_tls.frontends._code.strings import literal, text_of
from lint_rds_tls.frontends._jvm.java_parser import JavaParser
from lint_rds_tls.frontends._jvm.java_strings import without_unicode_escapes
from lint_rds_tls.frontends._jvm.java_tokens import tokens
from lint_rds_tls.text import MappedText

PROGRAM = Path(__file__).parent / "recorded" / "java-literals" / "JavaLiterals.java"

Found = dict[tuple[int, int], str]


def read(source: str) -> tuple[Found, Found]:
    """Every string literal, and every longest sum of nothing but literals, by place in code points."""
    text = without_unicode_escapes(MappedText.copied(source))
    written = str(text)
    parser = JavaParser(written, tokens(written))
    places = Places(text)
    literals: Found = {}
    sums: Found = {}

    def place(node: Node) -> tuple[int, int]:
        span = places.span(node.start, node.end)
        return span.start, span.end

    waiting: list[tuple[Node, bool]] = [(node, False) for each in parser.members for node in parser.read(each)]
    while waiting:
        node, inside = waiting.pop()
        if isinstance(node, Unread):
            waiting.extend((each, inside) for each in parser.read_later(node))
            continue
        if isinstance(node, String):
            literals[place(node)] = text_of(literal(written, node.start, node.end, node.kind))
        known = prefix(written, node) if isinstance(node, Sum) and not inside else 0
        if known and isinstance(node, Sum):
            part = Sum(node.start, node.operands[known - 1].end, node.operands[:known])
            sums[place(part)] = sum_of(written, part) or ""
        waiting.extend((each, inside or index < known) for index, each in enumerate(node.children()))
    return literals, sums


def prefix(source: str, node: Sum) -> int:
    """How many operands from the left are literals, if two or more: `a + b + c` is `(a + b) + c`."""
    known = [sum_of(source, each) is not None for each in node.operands]
    count = known.index(False) if False in known else len(known)
    return count if count > 1 else 0


def sum_of(source: str, node: Node) -> str | None:
    if isinstance(node, Group):
        return sum_of(source, node.inner)
    if isinstance(node, String):
        return text_of(literal(source, node.start, node.end, node.kind))
    if isinstance(node, Sum):
        parts = [sum_of(source, each) for each in node.operands]
        return None if any(part is None for part in parts) else "".join(part or "" for part in parts)
    return None


def javac(sources: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What javac reads in each source; offsets in code points."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["javac", "-d", folder, PROGRAM], check=True)
        process = subprocess.Popen(
            ["java", "-cp", folder, "JavaLiterals"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdin is not None
        assert process.stdout is not None
        for source in sources:
            process.stdin.write(base64.b64encode(source.encode()).decode() + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            points = code_points(source)
            for kind in ("literals", "sums"):
                answer[kind] = [[points[start], points[end], value] for start, end, value in answer[kind]]
            yield answer
        process.stdin.close()
        process.wait()


def code_points(source: str) -> list[int]:
    """The code point at each UTF-16 unit."""
    points: list[int] = []
    for index, character in enumerate(source):
        points += [index] * (2 if ord(character) > 0xFFFF else 1)
    return [*points, len(source)]


STRINGS = (
    '""', '"a=b"', '"jdbc:sqlserver://h;encrypt=false"',
    '"\\"\\\\\\n\\t\\b\\r\\f\\s\\0\\12\\377\\400\\7x"', '"é\U0001f600"',
    '"\\u0041"', '"\\uuu0041=\\u0022', '"\\\\u0041"', '"\\uD83D\\uDE00"', '"// no comment"', '"/* nor this */"',
    '"""\n        a\n          b\n        """', '"""\n    a\\\n    b \\\n    c   \n  d\t\n    "quoted" \\"""\n    """',
    '"""\n        a"""', '"""   \n\n   x\n\n  """',
    '"""\r\n      a\r\n    b\r\n      """', '"""\n\ta\n\t\tb\\tc\\s\n\t"""',
)  # fmt: skip
SHAPES = tuple((PROGRAM.parent / "shapes.txt").read_text(encoding="utf-8").splitlines())


def generated(count: int) -> Iterator[str]:
    """Sources, always the same ones."""
    chance = random.Random(7)  # noqa: S311
    for number in range(count):
        members = []
        for index in range(chance.randrange(1, 7)):
            shape = chance.choice(SHAPES)
            while "{s}" in shape:
                shape = shape.replace("{s}", chance.choice(STRINGS).replace("{", "{{").replace("}", "}}"), 1)
            members.append(shape.format(n=index, c='"no"', s_line='"no literal"'))
        head = chance.choice(("", "package a.b;\n", "import a.b.C;\nimport static d.E.*;\n", "\ufeff"[:0]))
        source = head + f"class A{number} {{\n  " + "\n  ".join(members) + "\n}\n"
        yield source.replace("\n", "\r\n") if chance.random() < 0.2 and "\r" not in source else source
