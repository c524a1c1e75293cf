"""Tells text that is a document of another language, and text that may say how to connect or whom to trust."""

from __future__ import annotations

import re

__all__ = ["language_of", "language_of_file", "language_of_interpreter", "may_connect"]

_XML = re.compile(r"\s*<(?:\?xml\b|configuration\b|connectionStrings\b|appSettings\b|SerializableConnectionString\b)")
_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*"[^"\n]*"\s*:')
#: Pages and files are no databases.
_URL = re.compile(r"jdbc[:-]|r2dbcs?:|(?<![a-z0-9+.-])(?!https?:|ftp:|file:|git|ssh:|wss?:)[a-z][a-z0-9+.-]*://")
_SHEBANG = re.compile(r"\s*#![ \t]*(?:\S*/env[ \t]+(?:-\S+[ \t]+)*)?(\S+)")
#: YAML that says what it is by the names at its left edge: a Kubernetes manifest, a compose file, a workflow, a
#: template of CloudFormation.
_YAML = (
    ("\napiVersion:", "\nkind:"),
    ("\nservices:", " image:"),
    ("\njobs:", " steps:"),
    ("\nResources:", " Type: AWS::"),
)
_CERTIFICATES = (".pem", ".crt", ".cer", ".der", ".p7b")
_FOLDERS = re.compile(r".*[/\\]")
#: What a file of this extension holds.
_FILES = {
    "bash": "shell",
    "bat": "batch",
    "cmd": "batch",
    "conf": "hocon",
    "dockerfile": "dockerfile",
    "env": "dotenv",
    "json": "json",
    "properties": "properties",
    "ps1": "powershell",
    "py": "python",
    "sh": "shell",
    "sql": "sql",
    "toml": "toml",
    "xml": "xml",
    "yaml": "yaml",
    "yml": "yaml",
}
_INTERPRETERS = {
    "ash": "shell",
    "azurepowershell": "powershell",
    "bash": "shell",
    "batch": "batch",
    "cmd": "batch",
    "dash": "shell",
    "ksh": "shell",
    "powershell": "powershell",
    "ps": "powershell",
    "pscore": "powershell",
    "pwsh": "powershell",
    "python": "python",
    "python3": "python",
    "sh": "shell",
    "zsh": "shell",
}
#: Interpreters of languages that are not read here.
_OTHERS = frozenset({"node", "perl", "ruby", "php", "lua", "nu", "nushell", "fish", "deno", "rscript", "elixir"})


def language_of(text: str) -> str | None:
    """The language of the text of a whole document: XML, JSON, a script, some YAML; None for everything else."""
    if _XML.match(text):
        return "xml"
    if _JSON.match(text):
        return "json"
    start = text[:2].lstrip()
    if (start == "#!" or text[:40].lstrip().startswith("#!")) and "\n" in text:
        match = _SHEBANG.match(text)
        return (language_of_interpreter(match[1]) if match else None) or None
    return "yaml" if "\n" in text and _is_manifest(text) else None


def _is_manifest(text: str) -> bool:
    if ": " not in text and ":\n" not in text:
        return False
    lines = "\n" + text
    return any(all(name in lines for name in names) for names in _YAML)


def language_of_file(name: str) -> str | None:
    """The language of a file, by the extension of its name."""
    return _FILES.get(_file_name(name).lower().rpartition(".")[2])


def language_of_interpreter(name: str) -> str | None:
    """The language that an interpreter reads; "" of one that is not read here, None of a name that is not known."""
    name = _file_name(name).lower().removesuffix(".exe")
    return "" if name in _OTHERS else _INTERPRETERS.get(name)


def _file_name(path: str) -> str:
    folders = _FOLDERS.match(path)  # at the start alone: to look for it everywhere is quadratic in a long text
    return path[folders.end() if folders else 0 :]


def may_connect(text: str) -> bool:
    """Whether a value holds a pair of name and value, the start of a connection URL, or names certificates."""
    return "=" in text or text.endswith(_CERTIFICATES) or _URL.search(text.lower()) is not None
