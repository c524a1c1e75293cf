"""Versions order as NuGet orders them."""

from __future__ import annotations

import pytest

from lint_rds_tls.versions import ANY, Version, VersionRange


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("5.1.9", "5.1.10"),
        ("5.2-preview1", "5.2"),
        ("5.2.0-preview10.1", "5.2.0-preview2"),
        ("7.0.0-preview2.1", "7.0.0-preview4.26064.3"),
        ("6.1.1", "6.1.1.1"),
        ("1.0.0-1", "1.0.0-alpha"),
        ("9.4.1.jre16", "10.2.0.jre8"),
        ("11.1.0.jre18-preview", "11.1.0.jre8"),
        ("10.1.0.jre8-preview", "10.2.0.jre8"),
        ("12.8.1.jre8", "12.10.0.jre8"),
        ("13.4.0.jre11", "13.5.1.jre11-preview"),
        ("0.8.0.M8", "0.8.0.RC1"),
        ("0.8.0.RC1", "0.8.0.RELEASE"),
        ("2.0.0.Beta2", "2.0.0.Final"),
        ("4.0.0.BUILD-SNAPSHOT", "4.0.0"),
    ],
)
def test_order(lower: str, higher: str) -> None:
    assert Version.parse(lower) < Version.parse(higher)
    assert not Version.parse(higher) < Version.parse(lower)


SAME = [
    ("12.8.1.jre11", "12.8.1.jre8"),
    ("12.8.1.jre11", "12.8.1"),
    ("11.1.0.jre17-preview", "11.1.0-preview"),
    ("0.8.8.RELEASE", "0.8.8"),
    ("1.9.7.Final", "1.9.7"),
    ("2.0.0.Beta2", "2.0.0-beta2"),
]


@pytest.mark.parametrize(("one", "other"), [("5.1", "5.1.0.0"), ("v5.1.0", "5.1+build.7"), ("1.0-RC", "1.0-rc"), *SAME])
def test_equal(one: str, other: str) -> None:
    assert Version.parse(one) == Version.parse(other)
    assert hash(Version.parse(one)) == hash(Version.parse(other))


@pytest.mark.parametrize(
    "text", ["", "5.*", "[5.1,6)", "$(SqlVersion)", "latest", "5..1", "5.1.jre", "5.1.jreX", "5.1.x"]
)
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a version"):
        Version.parse(text)


def test_range_holds_its_lower_end_only() -> None:
    five = VersionRange.between("5.0", "6.0")
    assert [Version.parse(text) in five for text in ("4.9", "5.0", "5.9", "6.0")] == [False, True, True, False]
    assert Version.parse("0.1") in ANY


@pytest.mark.parametrize(
    ("versions", "meets"),
    [
        (VersionRange.of("5.1.9"), True),
        (VersionRange.of("5.2.0"), False),
        (VersionRange.between("5.2", None), False),
        (VersionRange.between(None, "5.1"), False),
        (VersionRange.between("4.0", "5.1.1"), True),
        (ANY, True),
    ],
)
def test_meets_tells_overlap(versions: VersionRange, meets: bool) -> None:
    assert versions.meets(Version.parse("5.1"), Version.parse("5.2")) is meets


def test_within_narrows() -> None:
    low, high = Version.parse("5.1"), Version.parse("5.2")
    assert str(ANY.within(low, high)) == ">=5.1,<5.2"
    assert str(VersionRange.between("5.1.3", None).within(low, None)) == ">=5.1.3"
    assert str(VersionRange.of("5.1.9").within(low, high)) == "5.1.9"


@pytest.mark.parametrize(
    ("versions", "text"),
    [(ANY, "any"), (VersionRange.between(None, "4.0"), "<4.0"), (VersionRange.of("6.0.1"), "6.0.1")],
)
def test_range_reads_well(versions: VersionRange, text: str) -> None:
    assert str(versions) == text


def test_what_java_a_build_is_for_is_kept_for_messages_only() -> None:
    preview = Version.parse("12.9.0.jre11-preview")
    assert (preview.numbers, preview.prerelease, str(preview)) == ((12, 9), "preview", "12.9.0.jre11-preview")
