# ruff: noqa: E501 - lists of examples
"""Generates shell scripts that hit every construct the front-end reads; one number, one script."""

from __future__ import annotations

import random

__all__ = ["script", "value_script"]

_NAMES = ["A", "B", "HOST", "OPTS", "x", "list"]
_PLAIN = ["foo", "-C", "a.b/c", "--opt=val", "x:y", "+x", "100%", "~/bin", "@v", "a=b", "{}", "e{f", "#no#", "é"]


class _Writer:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not for secrets
        self.pending: list[str] = []
        self.count = 0

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def word(self, depth: int = 0) -> str:
        kinds = ["plain", "plain", "single", "double", "escape", "param", "brace", "mixed", "ansi", "glob"]
        if depth < 2:
            kinds += ["sub", "tick", "arith", "default", "proc"]
        return self.kind(self.random.choice(kinds), depth)

    def kind(self, kind: str, depth: int) -> str:
        pick = self.pick
        if kind == "plain":
            word = self.random.choice(_PLAIN)
            return "w" + word if word[0] in "#~" else word
        if kind == "single":
            return pick("'a b'", "''", "'$x `y` \"z\"'", "'a\nb'", "'#'")
        if kind == "double":
            return '"' + "".join(self.inside(depth) for _ in range(self.random.randrange(4))) + '"'
        if kind == "escape":
            return pick(r"a\ b", r"\$x", r"\"q", "\\\\", "a\\\nb", r"\#", r"\&x")
        if kind == "param":
            return "$" + pick(*_NAMES, "1", "@", "#", "?", "$", "!", "*", "-")
        if kind == "brace":
            return pick("{a,b}c", "{1..3}", "a{b,'c d'}", "x{}y", "{a,{b,c}}")
        if kind == "mixed":
            return self.kind("plain", depth) + self.word(depth + 1) + pick("z", "'q'", '"r"')
        if kind == "ansi":
            return pick(r"$'a\n\'b'", r"$'\x41\u00e9\t'", '$"hi $x"', "$'a\\\\'")
        if kind == "glob":
            return pick("*.sql", "a?b", "[a-z]*", "@(a|b)c", "!(x)", "+(a b)", "*(x|y)")
        if kind == "sub":
            return "$(" + self.command(depth + 1) + pick("", " ", "; true", "\n") + ")"
        if kind == "tick":
            return "`echo " + pick("a", r"\$x", "'b c'") + "`"
        if kind == "arith":
            return pick("$((1 + 2))", "$(( (x+1)*${y:-2} ))", "$((x<<2))", "$((a[1]))")
        if kind == "proc":
            return pick("<", ">") + "(" + self.command(depth + 1) + ")"
        return self.default(depth)

    def default(self, depth: int) -> str:
        name = self.pick(*_NAMES)
        sign = self.pick(":-", "-", ":=", ":+", ":?", "%", "%%", "#", "##")
        if self.random.random() < 0.3:
            return (
                "${"
                + self.pick(f"#{name}", f"{name}[@]", f"{name}[1]", f"!{name}", f"{name}//a/b", f"{name}:1:2")
                + "}"
            )
        return "${" + name + sign + self.pick("d", "'e f'", '"g $h"', "*x", "$1", self.word(depth + 2)) + "}"

    def inside(self, depth: int) -> str:
        options = ["a b", "$x", "${y}", r"\"", r"\$", "'", "{z}", "<w>", "c@d", "#", "\n", "\\\n", "\\n"]
        if depth < 2:
            options += [
                "$(" + self.command(depth + 1) + ")",
                "$((1+2))",
                "${x:-" + self.pick("a b", '"c"', "$d", "'e'") + "}",
            ]
        return self.random.choice(options)

    def assign(self, depth: int) -> str:
        name = self.pick(*_NAMES)
        sign = self.pick("=", "=", "+=")
        kind = self.random.random()
        if kind < 0.25:
            words = " ".join(self.word(depth + 1) for _ in range(self.random.randrange(4)))
            return f"{name}{sign}({words})"
        if kind < 0.35:
            return f"{name}[{self.pick('1', 'k', '$i')}]={self.word(depth + 1)}"
        return f"{name}{sign}{self.word(depth + 1) if kind < 0.9 else ''}"

    def redirect(self, depth: int) -> str:
        if depth == 0 and self.random.random() < 0.35:
            self.count += 1
            mark = f"EOF{self.count}"
            quoted = self.pick(mark, f"'{mark}'", f'"{mark}"', f"\\{mark}")
            dash = self.pick("", "-")
            lines = self.pick("text $x\n", "a `b` c\n", 'it\'s "q"\n', "$(echo hi)\n", "", "\\$x ${y:-z}\n")
            self.pending.append(f"{lines}{chr(9) if dash else ''}{mark}\n")
            return f"<<{dash}{quoted}"
        return self.pick(
            ">out",
            "2>&1",
            "< in",
            "&>all",
            ">>log",
            ">|x",
            "<<<" + self.word(depth + 1),
            "3<&-",
            "{fd}>f",
            "2> /dev/null",
        )

    def command(self, depth: int) -> str:
        parts: list[str] = []
        if self.random.random() < 0.2:
            parts.append(self.assign(depth))
        parts.append(self.pick("sqlcmd", "bcp", "cmd", "echo", "$RUN", '"$BIN"', "/usr/bin/tool"))
        for _ in range(self.random.randrange(5)):
            parts.append(self.word(depth))
            if self.random.random() < 0.1:
                parts.append("\\\n ")
            if self.random.random() < 0.12:
                parts.append(self.redirect(depth))
        return " ".join(parts)

    def line(self, depth: int) -> str:
        """A list of commands on one line."""
        text = self.pick("", "", "! ", "time ") + self.command(depth)
        while self.random.random() < 0.3:
            text += self.pick(" && ", " || ", " | ", " |& ", "; ", " & ") + self.command(depth)
        return text

    def ended(self, text: str) -> str:
        """With its here-documents behind it."""
        pending, self.pending = self.pending, []
        return text + self.pick("", "", " # it's a comment") + "\n" + "".join(pending)

    def block(self, depth: int) -> str:
        return "".join(self.statement(depth) for _ in range(self.random.randrange(1, 4)))

    def statement(self, depth: int) -> str:
        if depth >= 3 or self.random.random() < 0.5:
            return self.ended(self.line(0) if self.random.random() < 0.8 else self.assign(0))
        return self.compound(depth + 1)

    def compound(self, depth: int) -> str:
        kind = self.random.randrange(12)
        block = self.block
        if kind == 0:
            return f"if {self.ended(self.line(0))}then\n{block(depth)}elif true; then\n{block(depth)}else\n{block(depth)}fi\n"
        if kind == 1:
            return f"{self.pick('while', 'until')} {self.ended(self.line(0))}do\n{block(depth)}done{self.pick('', ' < in', ' | sort')}\n"
        if kind == 2:
            words = " ".join(self.word(2) for _ in range(3))
            return f"{self.pick('for', 'select')} i in {words}; do\n{block(depth)}done\n"
        if kind == 3:
            return f"for ((i = 0; i < 3; i++)); do\n{block(depth)}done\n"
        if kind == 4:
            arms = "".join(f"{self.pick('(', '')}{p})\n{block(depth)};;\n" for p in ("a|b", '"c d"', "[0-9]*", "*"))
            return f"case {self.word(2)} in\n{arms}esac\n"
        if kind == 5:
            return f"{self.pick('f() {', 'function g {', 'function h() {', 'k ()' + chr(10) + '{')}\n{block(depth)}}}\n"
        if kind == 6:
            return "{\n" + block(depth) + "}" + self.pick("", " > out", " 2>&1 | cat") + "\n"
        if kind == 7:
            return "(\n" + block(depth) + ")\n"
        if kind == 8:
            test = self.pick(
                "-n $x", '"$x" == a*', "$x =~ ^(a|b)+$", "$x < $y && ! -f z", "( -e a || -e b )", "$x =~ $re"
            )
            return f"[[ {test} ]] && {self.ended(self.command(0))}"
        if kind == 9:
            return self.pick("(( x++ ))\n", "((x = 1 + (2)))\n", "coproc cat\n", "((cmd a) | cat)\n", "let x=1\n")
        if kind == 10:
            return self.pick(
                "export A=b C\n",
                "local x=1\n",
                "declare -a L=(a 'b c')\n",
                "readonly R\n",
                "declare -A M=([k]=v [l]=w)\n",
            )
        return "# comment ' \" $( `\n" + self.statement(depth)


def script(seed: int) -> str:
    """A script of all constructs."""
    writer = _Writer(seed)
    return writer.pick("", "#!/bin/bash\n") + "".join(writer.statement(0) for _ in range(writer.random.randrange(2, 7)))


def value_script(seed: int) -> str:
    """A script that sets variables and runs `sqlcmd` with them; safe to run, it starts nothing else."""
    r = random.Random(seed)  # noqa: S311 - not for secrets
    texts = [
        "'a b'",
        "plain",
        '"c  d"',
        "''",
        "x/y.z",
        "'-C -N'",
        '"$A"',
        '"${A}t"',
        "a.b.c",
        '"1 $B 2"',
        r"q\ r",
        r"$'t\tu'",
    ]
    lines = ["A=one", "B='two three'", "L=(p 'q r' \"$A\")"]
    for _ in range(r.randrange(2, 7)):
        name = r.choice("ABCD")
        second = r.choice(["$2", '"$@"', '"${2:-none}"'])
        lines.append(
            r.choice(
                [
                    f"{name}={r.choice(texts)}",
                    f"{name}+={r.choice(texts)}",
                    f"export {name}={r.choice(texts)}",
                    f"L+=({r.choice(texts)} {r.choice(texts)})",
                    f"L=({' '.join(r.choice(texts) for _ in range(r.randrange(4)))})",
                    f"set -- {' '.join(r.choice(texts) for _ in range(r.randrange(1, 4)))}",
                    f"if true; then {name}={r.choice(texts)}; fi",
                    f'[ -n "$A" ] && {name}={r.choice(texts)}',
                    f"{name}=$(echo {r.choice(texts)})",
                    f'f() {{ sqlcmd -S "$1" {second}; }}; f {r.choice(texts)} {r.choice(texts)}',
                    f'for i in {r.choice(texts)} {r.choice(texts)}; do sqlcmd "$i" $i; done',
                    f'g() {{ local A={r.choice(texts)}; echo "$A"; }}; {name}=$(g)',
                    "shift" if r.random() < 0.5 else "set -- m n; shift",
                ]
            )
        )
        uses = ['"$A"', "$B", '"${L[@]}"', "${L[1]}", '"$@"', "$1", '"${C:-def ault}"', "${D:+set}", "${A%.*}", "${A#*/}", '"${B//o/0}"',
                "x{1,2}", '"$A$B"', "pre$B", '"${L[0]}"', "-P$A", '"${B:1:2}"', "${C:-x y}", '"${A^^}"', "${L[*]}", '"${@:2}"', "\"$(echo $B)\""]  # fmt: skip
        lines.append("sqlcmd " + " ".join(r.choice(uses) for _ in range(r.randrange(1, 5))))
    return "\n".join(lines) + "\n"
