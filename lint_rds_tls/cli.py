"""The command line: arguments in, reports out, exit codes."""

from __future__ import annotations

import argparse
import codecs
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from lint_rds_tls import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lint_rds_tls.config import Config
    from lint_rds_tls.discovery import InputFile
    from lint_rds_tls.model import Problem, Report
    from lint_rds_tls.sessions import Export

__all__ = ["main"]

_FORMATS = ("text", "json", "sarif", "github")  # a test holds them against the reporters; listing these costs nothing
_VIEWS = ("text", "json", "csv", "markdown", "html")  # likewise, against the views
_FAIL_ON = ("note", "warning", "error", "never")
_EPILOG = "Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 it could not do its work."


class _UsageError(Exception):
    """Something that the user can mend on the command line or in the configuration."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code."""
    parsed = _parser().parse_args(arguments)
    if not hasattr(parsed, "run"):
        _parser().print_help(sys.stderr)
        return 2
    try:
        code: int = parsed.run(parsed)
        sys.stdout.flush()
    except _UsageError as error:
        print(f"lint-rds-tls: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read our output has seen enough; keep the interpreter from complaining when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lint-rds-tls",
        description="Finds the SQL Server connections in a source tree and says what TLS really does for each of them.",
        epilog=_EPILOG,
    )
    parser.add_argument("--version", action="version", version=f"lint-rds-tls {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _check_arguments(commands.add_parser("check", help="judge every connection", epilog=_EPILOG))
    _inventory_arguments(
        commands.add_parser(
            "inventory",
            help="list every connection: who needs the new CA, and what to do",
            epilog="Exit codes: 0 the inventory was made, 2 it could not do its work.",
        )
    )
    _ca_arguments(
        commands.add_parser(
            "ca",
            help="tell what trust stores hold, and what they lack for a region",
            epilog="Exit codes: 0 each holds the root that the region needs, 1 one does not, 2 one cannot be read.",
        )
    )
    query = commands.add_parser("sessions-query", help="print the SQL whose result `inventory --sessions` reads")
    query.set_defaults(run=_sessions_query)
    explain = commands.add_parser("explain", help="print the manual page of a rule")
    explain.add_argument("rule", nargs="?", metavar="RULE", help="without one, all rules are listed")
    explain.set_defaults(run=_explain)
    string = commands.add_parser(
        "explain-string", help="tell what clients make of one connection string or command line"
    )
    string.add_argument("string", metavar="STRING", help="the connection string; - reads standard input")
    string.add_argument("--client", metavar="NAME[@VERSION]", help="only this client: microsoft-data-sqlclient@5.1")
    string.set_defaults(run=_explain_string)
    return parser


def _check_arguments(check: argparse.ArgumentParser) -> None:
    check.set_defaults(run=_check)
    _shared_arguments(check, _FORMATS, "report")
    add = check.add_argument
    add("--fail-on", choices=_FAIL_ON, help="the mildest level that makes exit code 1 (default: warning)")
    add("--quiet", action="store_true", help="print no text report; only the exit code and asked-for files")
    fixes = check.add_argument_group("fixes")
    fixes.add_argument("--fix", action="store_true", help="apply the fixes that are safe")
    fixes.add_argument("--unsafe-fixes", action="store_true", help="apply also those that need the RDS CA in place")
    fixes.add_argument("--diff", action="store_true", help="print what the fixes would change instead (secrets hidden)")


def _inventory_arguments(inventory: argparse.ArgumentParser) -> None:
    inventory.set_defaults(run=_inventory, quiet=False, diff=False)
    _shared_arguments(inventory, _VIEWS, "inventory")
    inventory.add_argument(
        "--sessions", type=Path, metavar="FILE", help="a CSV of the server's sessions (see sessions-query) to join"
    )


def _ca_arguments(ca: argparse.ArgumentParser) -> None:
    ca.set_defaults(run=_ca)
    add = ca.add_argument
    add("paths", nargs="+", metavar="PATH", help="CA bundles and trust stores, or directories that hold some")
    add("--region", metavar="R", help="the region of the servers: eu-west-1 (default: any)")
    add("--password-file", type=Path, metavar="FILE", help="a file whose lines are passwords to try")
    add("--format", choices=("text", "json"), default="text", help="(default: text)")
    add("--as-of", type=_day, metavar="DATE", help="judge for that day, YYYY-MM-DD (default: today)")


def _shared_arguments(parser: argparse.ArgumentParser, formats: Sequence[str], what: str) -> None:
    """What to read, and where to write."""
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files and directories (default: .); - reads standard input")
    add("--format", action="append", choices=formats, help="on standard output (default: text); repeatable with files")
    add("--output-file", action="append", default=[], metavar="FORMAT=FILE", help=f"write the {what} there; repeatable")
    add("--stdin-filename", metavar="NAME", help="what standard input would be called as a file")
    add("--files-from", metavar="FILE", help="read paths from a file, one a line or NUL between; - is standard input")
    add("--exclude", action="append", default=[], metavar="PATTERN", help="leave out, as in .gitignore; repeatable")
    add("--force-exclude", action="store_true", help="exclude also files that are named")
    add("--config", type=Path, metavar="FILE", help="use this configuration")
    add("--isolated", action="store_true", help="use no configuration")
    add("--jobs", type=int, default=0, metavar="N", help="processes (default: as many as pay)")
    add("--color", choices=("auto", "always", "never"), default="auto", help="(default: auto; NO_COLOR is honoured)")
    add("--as-of", type=_day, metavar="DATE", help="judge authorities for that day, YYYY-MM-DD (default: today)")


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-11-23")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: {error}") from error


# --- check -----------------------------------------------------------------------------------------------------------


def _check(arguments: argparse.Namespace) -> int:
    outputs = _outputs(arguments, _FORMATS)
    config = _configuration(arguments)
    from lint_rds_tls import engine
    from lint_rds_tls.registry import all_reporters

    report = engine.lint(_inputs(arguments, config), levels=config.levels, jobs=arguments.jobs, as_of=arguments.as_of)
    if arguments.fix or arguments.unsafe_fixes or arguments.diff:
        _fix(report, arguments)
    _write_all(outputs, lambda name, colour: all_reporters()[name].write(report, colour), arguments)
    for problem in report.problems:
        print(f"lint-rds-tls: {problem.path}: {problem.message}", file=sys.stderr)
    if any(problem.fatal for problem in report.problems):
        return 2
    return _exit_code(report, arguments.fail_on or config.fail_on)


def _outputs(arguments: argparse.Namespace, formats: Sequence[str]) -> list[tuple[str, Path | None]]:
    """Formats, each with the file it goes to; None is standard output."""
    outputs: list[tuple[str, Path | None]] = []
    for each in arguments.output_file:
        name, equals, path = each.partition("=")
        if not equals or name not in formats or not path:
            raise _UsageError(f"--output-file takes FORMAT=FILE with a FORMAT of {', '.join(formats)}; not {each!r}")
        outputs.append((name, Path(path)))
    printed = [name for name in dict.fromkeys(arguments.format or ()) if name not in dict(outputs)]
    if len(printed) > 1:
        raise _UsageError("only one format goes to standard output; give the others an --output-file FORMAT=FILE")
    if not printed and not arguments.format and not arguments.quiet and not arguments.diff:
        printed = ["text"]
    return [*outputs, *((name, None) for name in printed)]


def _configuration(arguments: argparse.Namespace) -> Config:
    from lint_rds_tls import config

    if arguments.isolated:
        return config.Config()
    path = arguments.config or config.find(Path.cwd())
    if path is None:
        return config.Config()
    from lint_rds_tls.registry import all_rules

    try:
        return config.load(path, all_rules())
    except config.ConfigError as error:
        raise _UsageError(str(error)) from error


def _inputs(arguments: argparse.Namespace, config: Config) -> Iterator[InputFile | Problem]:
    from lint_rds_tls.discovery import InputFile, discover
    from lint_rds_tls.engine import may_judge

    paths = list(arguments.paths)
    if arguments.files_from:
        paths += _listed(arguments.files_from)
    if "-" in paths or arguments.stdin_filename:
        paths = [path for path in paths if path != "-"]
        name = arguments.stdin_filename
        if not name:
            raise _UsageError("reading standard input needs --stdin-filename NAME, to know the language")
        yield InputFile(path=name.replace(os.sep, "/"), location=None, explicit=True, data=sys.stdin.buffer.read())
        if not paths:
            return
    if not paths and not arguments.files_from:
        paths = ["."]
    yield from discover(
        paths,
        wanted=may_judge,
        exclude=[*config.exclude, *arguments.exclude],
        force_exclude=arguments.force_exclude,
    )


def _listed(name: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise _UsageError(f"--files-from {name}: {error.strerror or error}") from error
    separator = b"\0" if b"\0" in data else b"\n"
    return [os.fsdecode(each.rstrip(b"\r")) for each in data.split(separator) if each.strip()]


def _write_all(
    outputs: list[tuple[str, Path | None]], write: Callable[[str, bool], str], arguments: argparse.Namespace
) -> None:
    """Write each format where it goes; `write` is given its name and whether colour is wanted."""
    for name, path in outputs:
        _write(write(name, path is None and _colour(arguments.color, sys.stdout)), path)


def _write(text: str, path: Path | None) -> None:
    data = text.encode("utf-8", "replace")  # a half of a surrogate pair may stand in what was read
    if path is None:
        sys.stdout.buffer.write(data)
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _UsageError(f"{path}: cannot be written: {error.strerror or error}") from error


def _colour(wish: str, stream: TextIO) -> bool:
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def _exit_code(report: Report, fail_on: str) -> int:
    if fail_on == "never":
        return 0
    from lint_rds_tls.model import Level

    least = Level(fail_on).rank
    return int(any(each.level.rank >= least for each in report.findings if each.suppressed is None))


def _fix(report: Report, arguments: argparse.Namespace) -> None:
    from lint_rds_tls.fixes import changed, unified
    from lint_rds_tls.model import Safety

    safeties = {Safety.SAFE, Safety.UNSAFE} if arguments.unsafe_fixes else {Safety.SAFE}
    for path, before, after in changed(report, safeties):
        if arguments.diff:
            sys.stdout.write(unified(path, before, after))
        else:
            _rewrite(Path(path), before, after)


def _rewrite(path: Path, before: str, after: str) -> None:
    """Write a file back in its own encoding."""
    from lint_rds_tls.discovery import encoding_of

    mark, encoding = encoding_of(path.read_bytes())
    if (mark + before.encode(encoding, "surrogatepass")) != path.read_bytes():
        raise _UsageError(f"{path}: has changed meanwhile, or cannot be written back as {encoding}; left as it is")
    path.write_bytes(mark + after.encode(encoding))


# --- inventory -------------------------------------------------------------------------------------------------------


def _inventory(arguments: argparse.Namespace) -> int:
    outputs = _outputs(arguments, _VIEWS)
    config = _configuration(arguments)
    export = None if arguments.sessions is None else _export(arguments.sessions)
    from lint_rds_tls import engine
    from lint_rds_tls.inventory import build
    from lint_rds_tls.registry import all_rules, all_views

    none = dict.fromkeys(all_rules())  # what rules find is no matter of the inventory
    report = engine.lint(_inputs(arguments, config), levels=none, jobs=arguments.jobs, as_of=arguments.as_of)
    inventory = build(report, export=export)
    _write_all(outputs, lambda name, colour: all_views()[name].write(inventory, colour), arguments)
    for problem in report.problems:
        print(f"lint-rds-tls: {problem.path}: {problem.message}", file=sys.stderr)
    if inventory.sessions is not None:
        for row in inventory.sessions.unread:
            print(f"lint-rds-tls: {inventory.sessions.path}:{row.line}: {row.message}", file=sys.stderr)
    return 2 if any(problem.fatal for problem in report.problems) else 0


def _export(path: Path) -> Export:
    from lint_rds_tls.discovery import decode
    from lint_rds_tls.sessions import read_sessions

    shown = path.as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _UsageError(f"--sessions {path}: {error.strerror or error}") from error
    if data[1:2] == b"\0":
        data = codecs.BOM_UTF16_LE + data  # as some tools write it, without saying so
    return read_sessions(decode(data, shown)[0], shown)


# --- ca --------------------------------------------------------------------------------------------------------------


def _ca(arguments: argparse.Namespace) -> int:
    from lint_rds_tls import ca
    from lint_rds_tls.bundles import may_hold_certificates
    from lint_rds_tls.discovery import discover
    from lint_rds_tls.engine import today

    passwords: tuple[str, ...] = ()
    if arguments.password_file is not None:
        try:
            passwords = tuple(arguments.password_file.read_text(encoding="utf-8").splitlines())
        except (OSError, UnicodeDecodeError) as error:
            raise _UsageError(f"--password-file {arguments.password_file} cannot be read") from error
    files = discover(arguments.paths, wanted=may_hold_certificates)
    told = ca.look(files, region=arguments.region, as_of=arguments.as_of or today(), passwords=passwords)
    sys.stdout.write(ca.as_json(told) if arguments.format == "json" else ca.as_text(told))
    for problem in told.problems:
        print(f"lint-rds-tls: {problem.path}: {problem.message}", file=sys.stderr)
    return ca.exit_code(told)


def _sessions_query(arguments: argparse.Namespace) -> int:  # noqa: ARG001 -- the same shape as the others
    from lint_rds_tls.sessions import QUERY

    print(QUERY, end="")
    return 0


# --- explain ---------------------------------------------------------------------------------------------------------


def _explain(arguments: argparse.Namespace) -> int:
    from difflib import get_close_matches

    from lint_rds_tls.registry import all_rules

    rules = all_rules()
    if arguments.rule is None:
        width = max(map(len, rules))
        for name, rule in rules.items():
            print(f"{name:<{width}}  {rule.level.value:<7}  {rule.summary}")
        return 0
    if arguments.rule not in rules:
        near = get_close_matches(arguments.rule, rules, 1)
        raise _UsageError(f"no rule {arguments.rule!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    rule = rules[arguments.rule]
    weakness = f", CWE-{rule.cwe}" if rule.cwe else ""
    print(f"# {rule.name} ({rule.level.value}{weakness})\n\n{rule.manual.strip()}")
    return 0


def _explain_string(arguments: argparse.Namespace) -> int:
    from lint_rds_tls.explain import ExplainError, explain

    text = sys.stdin.read().rstrip("\n") if arguments.string == "-" else arguments.string
    try:
        print(explain(text, arguments.client))
    except ExplainError as error:
        raise _UsageError(str(error)) from error
    return 0
