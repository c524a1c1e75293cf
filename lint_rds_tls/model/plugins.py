"""Plug-ins: one typed constant a module; rules are in `findings`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lint_rds_tls.model.connections import Connection, Store
from lint_rds_tls.model.findings import Report
from lint_rds_tls.model.fragments import Dependency, Fragment, Vocabulary
from lint_rds_tls.model.inventory import Inventory
from lint_rds_tls.model.postures import Assessment, Client
from lint_rds_tls.model.resources import Bundle, Resource
from lint_rds_tls.model.sources import Source

__all__ = ["Dialect", "Driver", "Format", "Frontend", "Manifest", "Reporter", "Tool", "View"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontend:
    """FRONTEND of a module: reads one host language into fragments."""

    name: str  #: `csharp`
    patterns: tuple[str, ...]  #: file names, `*.cs`; matched without regard to case
    read: Callable[[Source, Vocabulary], Iterable[Fragment]]  #: never raises on bad input: `Source.problems`
    comments: tuple[str, ...] = ()  #: what starts a comment that may suppress (`//`); () where comments do not exist
    #: what a first line `#!/usr/bin/env bash` may name, for files whose name has no ending
    interpreters: tuple[str, ...] = ()
    #: only keywords of dialects and tools that name it count: its fragments are of no use to the others
    named_only: bool = False
    #: lower case; a file of this language with one of them is read, whatever else it holds: it may hide text
    keywords: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """DIALECT of a module: reads fragments into connections."""

    name: str  #: `adonet`
    keywords: tuple[bytes, ...]  #: lower case; a file without any of them holds no connection of this dialect
    vocabulary: Vocabulary
    read: Callable[[Fragment, str], Iterable[Connection]]  #: the fragment and the path of its file
    #: trust stores that a fragment tells the whole process to use; likewise. None where a process cannot be told
    stores: Callable[[Fragment, str], Iterable[Store]] | None = None
    languages: tuple[str, ...] = ()  #: front-ends in whose files its keywords count; () for all


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """TOOL of a module: finds what one tool sets up (Terraform, CloudFormation, keytool) in the fragments of a file."""

    name: str  #: `terraform`
    keywords: tuple[bytes, ...]  #: lower case; a file without any of them holds nothing of this tool
    vocabulary: Vocabulary
    read: Callable[[Sequence[Fragment], str], Iterable[Resource]]  #: all fragments of a file, in order, and its path
    languages: tuple[str, ...] = ()  #: front-ends in whose files its keywords count, and whose files it reads; () all


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """FORMAT of a module: reads the certificates of one kind of file."""

    name: str  #: `jks`
    patterns: tuple[str, ...]  #: file names; matched without regard to case
    detect: Callable[[bytes], bool]  #: whether bytes look like it, whatever the name
    #: the file's bytes, its path as reported, and passwords to try; never raises: what it cannot read it says
    read: Callable[[bytes, str, Sequence[str]], Bundle]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """DRIVER of a module: says what one client makes of a connection."""

    name: str  #: `microsoft-data-sqlclient`
    title: str  #: `Microsoft.Data.SqlClient`
    dialects: tuple[str, ...]
    library: str  #: what `Connection.library` calls it, and its package name
    assess: Callable[[Connection, Client], tuple[Assessment, ...]]  #: one for each version class that differs
    anchors: str  #: where it reads its trust anchors unless told otherwise: a row of `data/trust_stores.json`
    verifying: str  #: what to do so that it verifies, as an order: `write -N without -C`
    name_setting: str = ""  #: the setting that names another host than the one connected to; "" where it has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """REPORTER of a module: writes a report in one format."""

    name: str
    summary: str  #: for --help
    write: Callable[[Report, bool], str]  #: the report and whether colour is wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """VIEW of a module: writes the inventory in one format."""

    name: str
    summary: str  #: for --help
    write: Callable[[Inventory, bool], str]  #: the inventory and whether colour is wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """MANIFEST of a module: finds the packages of the projects that hold a directory."""

    name: str  #: `msbuild`
    #: file names that make a directory a project, as seen from it (`pom.xml`, `lib/jtds-*.jar`)
    patterns: tuple[str, ...]
    read: Callable[[PurePath, Callable[[PurePath], str | None]], Iterable[Dependency]]  #: its path, a file reader
    ecosystem: str = "nuget"  #: whose packages it finds; the nearest project of each ecosystem counts
