"""Writes sources of Kotlin, Scala and Groovy full of strings, runs them with the real compilers, records the values.

    python generate.py JARS > sources.jsonl

JARS is a folder with the jars that README.md lists. Needs Java 17.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

SEED = 20_26
COUNT = {"kotlin": 40, "scala": 40, "groovy": 40}
VALUES = 14
PLAIN = [
    "a", "Server=", "db;", "encrypt=true;", " ", "  ", "|", "{", "}", "'", "é", "\N{GRINNING FACE}", "//", "/*", "%",
    "x1", "_", ".", "*/", "#", "=", "jdbc:sqlserver://",
]  # fmt: skip
ESCAPED = {
    "kotlin": [r"\n", r"\t", r"\"", r"\\", r"\$", r"\'", r"\u0041", r"\b", r"\r"],
    "scala": [r"\n", r"\t", r"\\", r"\'", r"\u0041", r"\b", r"\r", r"\f"],
    "groovy": [r"\n", r"\t", r"\"", r"\\", r"\$", r"\'", r"\u0041", r"\b", r"\r", r"\f", "\\\n"],
}
RAW = [*PLAIN, "\n", "\n    ", '"', '""', "\\n", "\\"]


class Writer:
    """Writes the values of one source."""

    def __init__(self, chance: random.Random, language: str) -> None:
        self.chance = chance
        self.language = language
        self.names: list[str] = []

    def text(self, pieces: list[str], most: int = 6) -> str:
        return "".join(self.chance.choices(pieces, k=self.chance.randrange(most + 1)))

    def hole(self) -> str:
        """A hole of a template."""
        chance = self.chance
        if not self.names or chance.random() < 0.2:
            return f"${{{chance.randrange(100)}}}"
        name = chance.choice(self.names)
        return chance.choice(
            [f"${name} ", f"${{{name}}}", f"${{{name} + {self.plain()}}}", f"${{{self.plain()}}}", f"${name};"]
        )

    def plain(self) -> str:
        """A string without holes."""
        pieces = [*PLAIN, *ESCAPED[self.language]]
        if self.language == "groovy" and self.chance.random() < 0.5:
            return "'" + self.text([each for each in pieces if each != "'"]) + "'"
        if self.language == "scala":
            return '"' + self.text([*pieces, r"\"", "$"]) + '"'
        return '"' + self.text(pieces) + '"'

    def template(self) -> str:
        """A string with holes."""
        pieces = [*PLAIN, *ESCAPED[self.language], *([r"$$"] if self.language == "scala" else [])]
        inside = "".join(self.text(pieces, 3) + self.hole() for _ in range(self.chance.randrange(1, 4)))
        inside += self.text(pieces, 3)
        if self.language != "scala":
            return f'"{inside}"'
        return self.chance.choice([f's"{inside}"', f's"""{inside}"""'])

    def raw(self) -> str:
        """A string over several lines."""
        text = self.text(RAW, 8)
        while '"""' in text:
            text = text.replace('"""', '"')
        if self.language == "groovy":
            text = text.replace("\\", r"\\")
            if self.chance.random() < 0.4:
                return f"'''{text.replace(chr(39), '')} '''"
        if self.language == "scala":
            return f'"""{text}"""' if not text.endswith('"') else f'"""{text} """'
        text += self.hole() + self.chance.choice(["", " ", "\n"])
        return f'"""{text}"""'

    def margin(self) -> str:
        """A string whose lines have a margin."""
        lines = [self.text(PLAIN, 4).replace("'", "") for _ in range(self.chance.randrange(1, 5))]
        indent = " " * self.chance.randrange(9)
        if self.language == "kotlin" and self.chance.random() < 0.5:
            return (
                '"""\n'
                + "\n".join(indent + " " * self.chance.randrange(3) + line for line in lines)
                + f'\n{indent}""".trimIndent()'
            )
        joined = f"\n{indent}|".join(lines)
        call = {
            "kotlin": ".trimMargin()",
            "scala": self.chance.choice([".stripMargin", ".stripMargin('|')"]),
            "groovy": ".stripMargin()",
        }
        quotes = "'''" if self.language == "groovy" else '"""'
        return f"{quotes}{joined}{quotes}{call[self.language]}"

    def joined(self) -> str:
        """A list put together."""
        first, other = self.plain(), self.value()
        return {
            "kotlin": f'listOf({first}, {other}).joinToString(";")',
            "scala": f'List({first}, {other}).mkString(";")',
            "groovy": f"[{first}, {other}].join(';')",
        }[self.language]

    def chosen(self) -> str:
        """A condition that is known."""
        first, other = self.plain(), self.value()
        if self.language == "groovy":
            return f"(1 < 2 ? {first} : {other})"
        return f"(if (1 < 2) {first} else {other})"

    def formatted(self) -> str:
        """A format."""
        form = '"' + self.text(["a=", "x;", " "]) + "%s" + self.text(["b", "%%", " %s"][:2]) + '"'
        return (
            f"String.format({form}, {self.value()})" if self.language == "groovy" else f"{form}.format({self.value()})"
        )

    def value(self) -> str:
        """Something simple."""
        maker = self.chance.choice([self.plain, self.template, self.name])
        return maker()

    def name(self) -> str:
        """What was written before."""
        return self.chance.choice(self.names) if self.names else '"q"'

    def expression(self) -> str:
        """Any expression."""
        makers: list[Callable[[], str]] = [
            self.plain, self.template, self.raw, self.margin, self.joined, self.chosen, self.formatted,
            lambda: f"{self.value()} +\n        {self.value()}",
            lambda: f"{self.plain()} + {self.chance.randrange(9)} + {self.value()}",
            lambda: f"({self.value()} /* + */ + // no\n {self.plain()})",
        ]  # fmt: skip
        if self.language == "groovy":
            makers.append(lambda: "/" + self.text(["a", "b=", r"\/", " ", r"\d", "x"]) + "x/")
            makers.append(lambda: "$/" + self.text(["a", "/ ", "$$", "\\", "'", "\n"]) + "x/$")
        return self.chance.choice(makers)()


def sources() -> Iterator[tuple[str, str, list[str]]]:
    """The language, the source and its names."""
    chance = random.Random(SEED)  # noqa: S311
    for language, count in COUNT.items():
        for number in range(count):
            writer = Writer(chance, language)
            lines: list[str] = []
            for index in range(VALUES):
                expression = writer.expression()
                name = f"v{index}"
                word = {
                    "kotlin": "val", "scala": "val",
                    "groovy": "static final String" if chance.random() < 0.8 else "static final CharSequence",
                }[language]  # fmt: skip
                lines.append(f"    {word} {name} = {expression}")
                writer.names.append(name)
            head = "class" if language == "groovy" else "object"
            yield language, f"{head} G{number} {{\n" + "\n".join(lines) + "\n}\n", writer.names


def program(language: str, written: list[tuple[str, list[str]]]) -> str:
    """All sources, and code that prints their values."""
    show = {
        "kotlin": 'println("{n} {v} " + java.util.HexFormat.of().formatHex(G{n}.{v}.toByteArray()))',
        "scala": 'println("{n} {v} " + java.util.HexFormat.of().formatHex(G{n}.{v}.getBytes("UTF-8")))',
        "groovy": 'println("{n} {v} " + java.util.HexFormat.of().formatHex(G{n}.{v}.toString().getBytes("UTF-8")))',
    }[language]
    functions, calls = [], []
    for number, (_, names) in enumerate(written):
        body = "\n".join("  " + show.replace("{n}", str(number)).replace("{v}", name) for name in names)
        opening = {
            "kotlin": f"fun p{number}() {{",
            "scala": f"def p{number}(): Unit = {{",
            "groovy": f"def p{number}() {{",
        }[language]
        functions.append(f"{opening}\n{body}\n}}")
        calls.append(f"  p{number}()")
    code = "".join(source for source, _ in written)
    main = "\n".join(calls)
    if language == "kotlin":
        return code + "\n".join(functions) + f"\nfun main() {{\n{main}\n}}\n"
    if language == "scala":
        return (
            code
            + "object Main {\n"
            + "\n".join(functions)
            + f"\ndef main(args: Array[String]): Unit = {{\n{main}\n}}\n}}\n"
        )
    return code + "\n".join(functions) + "\n" + main + "\n"


def run(language: str, source: str, jars: Path) -> str:
    """What a program prints."""
    path = ":".join(map(str, jars.glob("*.jar")))
    with tempfile.TemporaryDirectory() as folder:
        suffix = {"kotlin": "kt", "scala": "scala", "groovy": "groovy"}[language]
        file = Path(folder, f"Program.{suffix}")
        file.write_text(source, encoding="utf-8")
        java = ["java", "-Dfile.encoding=UTF-8", "-cp", f"{path}:{folder}"]
        if language == "kotlin":
            compiler = "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"
            subprocess.run(
                [*java, compiler, "-no-reflect", "-no-stdlib", "-cp", path, "-d", folder, str(file)], check=True
            )
        elif language == "scala":
            subprocess.run(
                [*java, "scala.tools.nsc.Main", "-usejavacp", "-encoding", "utf8", "-d", folder, str(file)], check=True
            )
        main = {
            "kotlin": ["ProgramKt"],
            "scala": ["Main"],
            "groovy": ["groovy.ui.GroovyMain", "-c", "UTF-8", str(file)],
        }[language]
        return subprocess.run([*java, *main], check=True, capture_output=True, text=True).stdout


def main(jars: Path) -> None:
    """Print a line for each source, with the values of its names."""
    by_language: dict[str, list[tuple[str, list[str]]]] = {}
    for language, source, names in sources():
        by_language.setdefault(language, []).append((source, names))
    for language, written in by_language.items():
        found: dict[int, dict[str, str]] = {}
        for line in run(language, program(language, written), jars).splitlines():
            place, name, *value = line.split(" ")
            found.setdefault(int(place), {})[name] = bytes.fromhex(value[0] if value else "").decode()
        for number, (source, _) in enumerate(written):
            print(json.dumps({"language": language, "source": source, "values": found[number]}, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
