"""Functions of CloudFormation templates: short and long forms, what they come to, and where that is written."""

from __future__ import annotations

import pytest

from lint_rds_tls.frontends.json import FRONTEND as JSON
from lint_rds_tls.frontends.yaml import FRONTEND as YAML
from lint_rds_tls.model import Embedded, Frontend, Literal, Record, Source, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText
from tests.documents import records, values

VOCABULARY = Vocabulary(values=frozenset({"a::b"}))
PARAMETERS = """Parameters:
  Given: {Type: String, Default: x}
  Secret: {Type: String, Default: x, NoEcho: true}
  Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: x}
  Empty: {Type: String, Default: ""}
  Kinds: {Type: String, AllowedValues: [x-1, x-2]}
  Words: {Type: String, AllowedValues: [yes, no]}
Mappings: {Map: {one: {two: y}}}
"""


def record(frontend: Frontend, source: str) -> Record:
    """The record of the one object of a kind that matters."""
    found = frontend.read(Source(path="a", text=MappedText.copied(source)), VOCABULARY)
    (only,) = (each for each in found if isinstance(each, Record))
    return only


def entries(source: str) -> list[tuple[str, str, str]]:
    """Name, value and what is written for it, holes as ◌, of what follows the parameters."""
    found = record(YAML, f"{PARAMETERS}Resources:\n  R: {{Type: 'A::B', P: {source}}}\n").entries[1:]
    return [(str(each.name), str(each.value).replace(HOLE_CHARACTER, "◌"), each.written) for each in found]


@pytest.mark.parametrize(
    ("short", "long", "value", "written"),
    [
        ("!Ref R", "{Ref: R}", "◌", "R"),
        ("!Ref AWS::NoValue", "{Ref: 'AWS::NoValue'}", "◌", "AWS::NoValue"),
        ("!Ref Given", "{Ref: Given}", "x", "Given"),
        ("!Ref Secret", "{Ref: Secret}", "◌", "Secret"),
        ("!Ref Stored", "{Ref: Stored}", "◌", "Stored"),
        ("!Ref Empty", "{Ref: Empty}", "◌", "Empty"),
        ("!Ref Kinds", "{Ref: Kinds}", "x-1", "Kinds"),
        ("!Ref Words", "{Ref: Words}", "◌", "Words"),
        ("!GetAtt R.Arn", "{'Fn::GetAtt': [R, Arn]}", "◌", "R.Arn"),
        ("!GetAtt [R, Arn]", "{'Fn::GetAtt': R.Arn}", "◌", "R.Arn"),
        ("!ImportValue other", "{'Fn::ImportValue': other}", "◌", "other"),
        ("!Sub 'a-${R}-${Given}'", "{'Fn::Sub': 'a-${R}-${Given}'}", "a-◌-x", "a-${R}-${Given}"),
        ("!Sub '${R.Arn}'", "{'Fn::Sub': '${R.Arn}'}", "◌", "R.Arn"),
        ("!Sub 'a${!b}'", "{'Fn::Sub': 'a${!b}'}", "a${b}", ""),
        ("!Sub ['${V}${W}', {V: v}]", "{'Fn::Sub': ['${V}${W}', {V: v}]}", "v◌", "${V}${W}"),
        ("!Join [-, [a, !Ref R, b]]", "{'Fn::Join': [-, [a, {Ref: R}, b]]}", "a-◌-b", ""),
        ("!Join ['', [a, !Ref Given]]", "{'Fn::Join': ['', [a, {Ref: Given}]]}", "ax", ""),
        ("!Join ['', !Ref R]", "{'Fn::Join': ['', {Ref: R}]}", "◌", ""),
        ("!FindInMap [Map, one, two]", "{'Fn::FindInMap': [Map, one, two]}", "y", ""),
        ("!FindInMap [Map, !Ref R, two]", "{'Fn::FindInMap': [Map, {Ref: R}, two]}", "◌", ""),
        ("!Select [0, [a, b]]", "{'Fn::Select': [0, [a, b]]}", "◌", ""),
    ],
)
def test_a_function_is_what_it_comes_to(short: str, long: str, value: str, written: str) -> None:
    assert entries(short) == entries(long) == [("P", value, written)]


def test_a_choice_stays_for_whoever_reads_it() -> None:
    assert entries("!If [C, a, !Ref R]") == [("P.Fn::If.0", "C", ""), ("P.Fn::If.1", "a", ""), ("P.Fn::If.2", "◌", "R")]


@pytest.mark.parametrize("tag", ["!vault", "!reference", "!secret", "!Reference", "!!str"])
def test_tags_of_other_programs_change_nothing(tag: str) -> None:
    assert entries(f"{tag} R") == [("P", "R", "")]


def test_a_default_holds_unless_somebody_says_otherwise() -> None:
    given = record(YAML, f"{PARAMETERS}R: {{Type: 'A::B', P: !Ref Given, Q: x}}").entries
    assert [each.value.has_default for each in given] == [False, True, False]


def test_every_part_stands_where_it_is_written() -> None:
    source = "{Type: 'A::B', P: !Sub 'a-${!b}-${R}'}"
    value = record(YAML, source).entries[1].value
    written = [source[piece.span.start : piece.span.end] for piece in value.pieces]
    assert written == ["a-", "${", "b}", "-", "${R}"]


def test_the_place_of_an_entry_holds_its_function() -> None:
    source = "{Type: 'A::B', P: !Ref R}"
    entry = record(YAML, source).entries[1]
    assert source[entry.span.start : entry.span.end] == "P: !Ref R"


def test_json_says_the_same() -> None:
    source = '{"R": {"Type": "A::B", "P": {"Fn::Join": ["", ["a", {"Ref": "R"}]]}, "L": [{"N": 1}, {"N": true}]}}'
    found = [(str(each.name), str(each.value).replace(HOLE_CHARACTER, "◌")) for each in record(JSON, source).entries]
    assert found == [("Type", "A::B"), ("P", "a◌"), ("L.0.N", "1"), ("L.1.N", "true")]


def test_a_connection_string_keeps_its_known_parts() -> None:
    assert values(YAML, "a: !Sub 'Server=${Db.Endpoint.Address};Encrypt=false'") == ["Server=◌;Encrypt=false"]
    assert values(YAML, "a: !Join ['', ['Server=', !GetAtt Db.Address, ';Encrypt=no']]") == ["Server=◌;Encrypt=no"]


def test_a_script_knows_what_the_template_fills_in() -> None:
    source = "a:\n  Fn::Base64: !Sub |\n    #!/bin/bash\n    sqlcmd -S ${Db.Address} -U ${!NAME}\n"
    found = YAML.read(Source(path="a", text=MappedText.copied(source)), VOCABULARY)
    (script,) = (each for each in found if isinstance(each, Embedded))
    assert str(script.text).replace(HOLE_CHARACTER, "◌") == "#!/bin/bash\nsqlcmd -S ◌ -U ${NAME}\n"


def test_texts_that_hold_each_other_stay_small() -> None:
    lines = [f"a{number}: &a{number} !Join ['', [*a{number - 1}, *a{number - 1}]]\n" for number in range(1, 60)]
    source = "a0: &a0 !Join ['', ['k=', v]]\n" + "".join(lines)
    found = YAML.read(Source(path="a", text=MappedText.copied(source)), VOCABULARY)
    assert all(len(each.text) < 1 << 19 for each in found if isinstance(each, Literal))


def test_an_object_says_where_members_of_it_were_left_out() -> None:
    many = ", ".join(f'"m{number}": 1' for number in range(60))
    (small,) = records(JSON, '{"encrypt": true, "x": {"y": 1}}')
    (large,) = records(JSON, f'{{"encrypt": true, "x": {{{many}}}, "z": 1}}')
    (deep,) = records(JSON, '{"encrypt": true, "z": 1' + ', "a": {' + '"a": {' * 9 + '"b": 1' + "}" * 11)
    assert [small.truncated, large.truncated, deep.truncated] == [False, True, True]


def test_tabs_behind_values_are_no_part_of_them() -> None:
    assert [str(each.value) for each in record(YAML, "Type: A::B\t\nP: x \t\r\nQ: y").entries] == ["A::B", "x", "y"]
