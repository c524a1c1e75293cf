"""The HCL front-end: strings and their places, blocks as records, scripts, and what the files of a directory tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.frontends.hcl import FRONTEND
from lint_rds_tls.model import Fragment, Literal, Record, Source, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText
from tests.documents import fragments, literals, problems, runs, uses, values

WORDS = Vocabulary(types=frozenset({"thing", "data.thing", "provider.cloud"}), values=frozenset({"wanted"}))


def read(text: str, **beside: str) -> list[Fragment]:
    """The fragments of a file, others of its directory beside it: `variables_tf` is variables.tf."""
    others = {name.replace("_", "."): content for name, content in beside.items()}

    def matching(pattern: str) -> list[Source]:
        found = (name for name in others if name == pattern or (pattern[0] == "*" and name.endswith(pattern[1:])))
        return [Source(path=name, text=MappedText.copied(others[name])) for name in found]

    return list(FRONTEND.read(Source(path="main.tf", text=MappedText.copied(text), beside=matching), WORDS))


def record(text: str, **beside: str) -> Record:
    (found,) = (each for each in read(text, **beside) if isinstance(each, Record))
    return found


def told(text: str, **beside: str) -> dict[str, str]:
    """The entries of the one record: holes as ◌ with what is written for them, `?` behind what may be otherwise."""
    return {
        str(each.name): str(each.value).replace(HOLE_CHARACTER, "◌")
        + (f" {each.written}" if each.value.has_hole and each.written else "")
        + ("?" if each.value.has_default else "")
        for each in record(text, **beside).entries
    }


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('a = "k=v"', ["k=v"]),
        ('a { b = "k=v" }\nc = "k=w"', ["k=w", "k=v"]),
        ('a "b" c {\n  d = ["k=v", { e = "k=w", "f" : "k=x" }]\n}', ["k=v", "k=w", "k=x"]),
        ('# "k=v"\n// "k=v"\n/* "k=v" \n*/ a = "k=w" # "k=x"', ["k=w"]),
        (r'a = "k=\"v\"\n\\\u0041\U0001F600"', ['k="v"\n\\A\U0001f600']),
        ('a = "k=${b}"', ["k=◌"]),
        ('a = "k=$${b}%%{c}$d%"', ["k=${b}%{c}$d%"]),
        ('a = "k=${f("}", "x")}v"', ["k=◌v"]),
        (
            'a = "k=%{ if b }v%{ endif }"',
            ["k=◌v◌"],
        ),
        ('a = <<EOT\nk=v\n  "w"\nEOT\nb = "k=x"', ['k=v\n  "w"\n', "k=x"]),
        ("a = <<-EOT\n  k=v\n\n    ${b}\n  EOT\n", ["k=v\n\n  ◌\n"]),
        ('a = b ? "k=v" : "k=w"', ["k=v", "k=w"]),
        ('a = f(["k=v"], "k=w")', ["k=w", "k=v"]),
        ('a = jsonencode({ b = "k=v" })', ["k=v"]),
        ('a = [for b in c : "k=v" if b]', ["k=v"]),
        ('a = { for b in c : b => "k=v" }', ["k=v"]),
        ('a = (1 + -2) * b[0]["c"].d.*.e != "k=v"', ["k=v"]),
        ('locals {\n b = "x"\n}\na = "k=${local.b}${local.b}"', ["k=xx"]),
        ('variable "b" {\n default = "x"\n}\na = "k=${var.b}"', ["k=x"]),
        ('a = "k=v\nb = "k=w"', ["k=v", "k=w"]),
        ("a = <<EOT\nk=v", ["k=v"]),
        ("a = ", []),
        ("}{]=,[", []),
        ("", []),
    ],
)
def test_values(source: str, found: list[str]) -> None:
    assert values(FRONTEND, source) == found
    assert problems(FRONTEND, source) == []


def test_a_literal_knows_where_it_is_used() -> None:
    (found,) = literals(FRONTEND, 'resource "a" "b" {\n  c {\n    d = "k=v"\n  }\n}')
    assert uses(found) == ["key resource:a:b:c:0:d"]


def test_blocks_of_the_vocabulary_are_records() -> None:
    text = """
    resource "thing" "x" {
      name = "n" # a comment
      size = 3
      on   = true
      no   = null
      rule { key = "a" }
      rule { key = other.x[0].id }
      tags = { a = "b", "c" = d.e }
      list = ["f", g]
      sum  = 1 + 2
    }
    """
    assert told(text) == {
        "name": "n",
        "size": "3",
        "on": "true",
        "rule.0.key": "a",
        "rule.1.key": "◌ other.x[0].id",
        "tags.a": "b",
        "tags.c": "◌ d.e",
        "list.0": "f",
        "list.1": "◌ g",
        "sum": "◌",
    }
    found = record(text)
    assert (found.type, [str(each) for each in found.arguments]) == ("thing", ["resource", "thing", "x"])
    assert text[found.span.start : found.span.end] == text.strip()
    assert [text[each.span.start : each.span.end] for each in found.entries][:2] == ['name = "n"', "size = 3"]


def test_other_kinds_of_blocks() -> None:
    assert record('data "thing" "x" { a = 1 }').type == "data.thing"
    assert record('provider "cloud" { a = 1 }').type == "provider.cloud"
    assert record('module "m" {\n  source = "wanted"\n  a = 1\n}').uses[0].name == "module:m"
    assert read('resource "other" "x" { a = 1 }\ndata "cloud" "x" { a = 1 }\nmodule "m" { source = "b" }') == []


def test_dynamic_blocks_and_what_is_worked_out_are_not_known() -> None:
    inner = 'dynamic "rule" {\n for_each = a\n content { b = "c" }\n }\n l = concat(a, [{ b = "c" }])'
    text = f'resource "thing" "x" {{\n{inner}\n}}'
    assert told(text) == {"rule": "◌", "l": "◌", "l.0.0.b": "c"}


@pytest.mark.parametrize(
    ("variables", "given", "found"),
    [
        ('variable "a" { default = "b" }', "", "b?"),
        ('variable "a" { default = null }', "", "◌ var.a"),
        ('variable "a" {}', "", "◌ var.a"),
        ('variable "a" {}', 'a = "c"', "c?"),
        ('variable "a" { default = "b" }', 'a = "c"', "c?"),
        ('variable "a" { default = ["b"] }', "", "◌ var.a"),
        ("", "", "◌ var.a"),
    ],
)
def test_variables_of_the_directory(variables: str, given: str, found: str) -> None:
    assert told('resource "thing" "x" { a = var.a }', variables_tf=variables, terraform_tfvars=given) == {"a": found}


def test_locals_of_the_directory() -> None:
    others = 'locals { a = "b${local.c}", d = var.e }\nlocals { c = "d", f = local.f }\nvariable "e" { default = "g" }'
    text = 'resource "thing" "x" {\n  a = local.a\n  d = "x-${local.d}"\n  f = local.f\n}'
    assert told(text, others_tf=others) == {"a": "bd", "d": "x-g?", "f": "◌ local.f"}


def test_the_value_of_a_name_stands_where_the_name_does() -> None:
    text = 'locals { a = "b" }\nresource "thing" "x" { c = local.a }'
    (entry,) = record(text).entries
    assert text[entry.value.span.start : entry.value.span.end] == "local.a"


def test_objects_of_local_names_are_read_where_they_stand() -> None:
    text = 'locals { a = [{ b = "c" }] }\nresource "thing" "x" { d = local.a }'
    (entry,) = record(text).entries
    assert (str(entry.name), text[entry.span.start : entry.span.end]) == ("d.0.b", 'b = "c"')


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('provisioner "local-exec" {\n command = "sqlcmd -S a"\n}', ["shell: sqlcmd -S a"]),
        ('provisioner "remote-exec" {\n inline = ["cd x", "bcp ${y}"]\n}', ["shell: cd x\nbcp ◌"]),
        ('provisioner "local-exec" {\n interpreter = ["pwsh", "-c"]\n command = "a"\n}', ["powershell: a"]),
        ('provisioner "local-exec" {\n interpreter = ["perl", "-e"]\n command = "a"\n}', []),
        ("user_data = <<EOF\n#!/bin/bash\nsqlcmd -S a\nEOF", ["shell: #!/bin/bash\nsqlcmd -S a\n"]),
        ("user_data = base64encode(<<EOF\n#!/bin/sh\na\nEOF\n)", ["shell: #!/bin/sh\na\n"]),
    ],
)
def test_scripts(source: str, found: list[str]) -> None:
    assert runs(FRONTEND, f'resource "a" "b" {{\n{source}\n}}') == found


def test_names_that_stand_for_themselves_end() -> None:
    names = 'locals {\n a = [local.a, local.b]\n b = { c = local.a }\n d = "k=${local.d}"\n}\n'
    text = names + 'resource "thing" "x" { a = local.a }'
    assert len(read(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "[" * 300_000,
        "a = [" + "[" * 300_000,
        "a {" * 100_000,
        'a = "' + "${" * 150_000,
        'a="${b}' * 20_000,
        "a=<<E\n" * 50_000,
        "".join(f"a=<<E{number}\n" for number in range(30_000)),
        "a=" + "-" * 300_000,
        "a=" + "f(" * 150_000,
        "/*" * 150_000,
        "/* *" * 75_000,
        'x="' + "$" * 300_000,
        "locals {\n"
        + "".join(f'a{n} = "${{local.a{n + 1}}}${{local.a{n + 1}}}"\n' for n in range(5_000))
        + "}\nb = local.a0",
        "locals {\n" + "".join(f"a{n} = [local.a{n + 1}, local.a{n + 1}]\n" for n in range(5_000)) + "}\nb = local.a0",
    ],
    ids=range(14),
)
def test_hostile_texts_end_soon(text: str) -> None:
    read(text)


def test_what_is_nested_too_deep_is_told_and_the_rest_is_read() -> None:
    text = 'a = "k=v"\nb = ' + "[" * 100
    assert values(FRONTEND, text) == ["k=v"]
    assert problems(FRONTEND, text) == ["is nested too deep"]


TEXT = """
resource "thing" "x" {
  a = "k=${var.b}\\u0041" # c
  rule { d = [1, { e = local.f }] }
  g = h ? <<-EOT
    k=v ${i("}")}
  EOT
  : f(1)[0]
}
"""


@pytest.mark.parametrize("end", range(len(TEXT)))
def test_a_file_cut_anywhere_is_read(end: int) -> None:
    fragments(FRONTEND, TEXT[:end])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*'ab"={}[]()$%.,?:#\n\\', "${", "<<E\n", "E\n", "=>", "local.a", "k=v"]), max_size=30))
def test_anything_is_read(parts: list[str]) -> None:
    found = fragments(FRONTEND, "".join(parts))
    assert all(isinstance(each, Literal | Record) or each for each in found)
