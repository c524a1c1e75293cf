"""MappedText: every character keeps its place through cuts and joins."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_rds_tls.text import HOLE_CHARACTER, Lines, MappedText, Piece, PieceKind, Span

WRITTEN = (
    MappedText.copied("Server=x", 10)
    + MappedText.decoded("\\", Span(18, 20))
    + MappedText.copied("db;Encrypt=", 20)
    + MappedText.hole(Span(31, 37))
)


def test_text_is_the_pieces_joined() -> None:
    assert str(WRITTEN) == "Server=x\\db;Encrypt=" + HOLE_CHARACTER


@pytest.mark.parametrize(
    ("start", "end", "text", "span"),
    [
        (0, 6, "Server", Span(10, 16)),
        (7, 9, "x\\", Span(17, 20)),
        (8, 9, "\\", Span(18, 20)),
        (9, 11, "db", Span(20, 22)),
        (12, 21, "Encrypt=" + HOLE_CHARACTER, Span(23, 37)),
        (12, 12, "", Span(23, 23)),
        (21, 21, "", Span(37, 37)),
    ],
)
def test_slice_knows_where_it_was_written(start: int, end: int, text: str, span: Span) -> None:
    assert (str(WRITTEN[start:end]), WRITTEN[start:end].span) == (text, span)


def test_negative_index_counts_from_the_end() -> None:
    assert WRITTEN[-1].has_hole
    assert not WRITTEN[-2].has_hole


def test_stride_is_refused() -> None:
    with pytest.raises(ValueError, match="no stride"):
        WRITTEN[::2]


def test_hole_is_told_by_its_piece_and_not_by_its_character() -> None:
    copied = MappedText.copied(HOLE_CHARACTER)
    assert str(copied) == str(MappedText.hole(Span(0, 1)))
    assert (copied.has_hole, copied.is_hole(0)) == (False, False)
    assert WRITTEN.is_hole(20)
    assert not WRITTEN.is_hole(19)


def test_strip_cuts_both_ends() -> None:
    assert MappedText.copied("  no ", 5).strip().span == Span(7, 9)
    assert MappedText.copied("   ", 5).strip().span == Span(8, 8)


def test_parts_from_far_apart_have_the_place_of_the_longest() -> None:
    text = MappedText.copied("Encrypt=", 5000) + MappedText.copied("no", 12)
    assert text.runs == (Span(5000, 5008), Span(12, 14))
    assert text.span == Span(5000, 5008)


def test_neighbouring_parts_share_one_run() -> None:
    text = MappedText.copied("a", 3) + MappedText.copied("b", 300)
    assert text.runs == (Span(3, 301),)


def test_join_puts_the_separator_between() -> None:
    parts = [MappedText.copied("a", 0), MappedText.copied("b", 9)]
    joined = MappedText.joined(parts, MappedText.decoded(";", Span(4, 7)))
    assert [(piece.text, piece.span, piece.kind) for piece in joined.pieces] == [
        ("a", Span(0, 1), PieceKind.COPIED),
        (";", Span(4, 7), PieceKind.DECODED),
        ("b", Span(9, 10), PieceKind.COPIED),
    ]


def test_survives_pickling() -> None:
    assert pickle.loads(pickle.dumps(WRITTEN)) == WRITTEN  # noqa: S301 -- our own bytes


@st.composite
def mapped_texts(draw: st.DrawFn) -> MappedText:
    place = 0
    pieces = []
    for text, kind, gap in draw(
        st.lists(st.tuples(st.text("ab;=é😀", min_size=1), st.sampled_from(PieceKind), st.integers(0, 9)))
    ):
        length = len(text) if kind is PieceKind.COPIED else gap + 1
        pieces.append(Piece(text, Span(place + gap, place + gap + length), kind))
        place += gap + length
    return MappedText(pieces)


@given(mapped_texts(), st.integers(0, 40), st.integers(0, 40))
def test_slicing_agrees_with_str(text: MappedText, start: int, end: int) -> None:
    assert str(text[start:end]) == str(text)[start:end]


@given(mapped_texts(), st.integers(0, 40))
def test_cut_and_joined_again_is_the_same(text: MappedText, at: int) -> None:
    again = text[:at] + text[at:]
    assert str(again) == str(text)
    assert [again.offset(index) for index in range(len(text) + 1)] == [
        text.offset(index) for index in range(len(text) + 1)
    ]


@pytest.mark.parametrize(
    ("offset", "position"),
    [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (3, 1)), (6, (3, 2)), (7, (4, 1)), (8, (4, 2))],
)
def test_lines_end_at_any_of_three_ends(offset: int, position: tuple[int, int]) -> None:
    assert Lines("a\r\nb\r😀\nd").position(offset) == position


def test_line_is_given_without_its_end() -> None:
    lines = Lines("a\r\nb\r\n")
    assert [lines.line(number) for number in range(1, len(lines) + 1)] == ["a", "b", ""]
    assert lines.start(2) == 3


def test_defaults_stay_defaults_through_cuts_and_joins() -> None:
    text = MappedText.copied("encrypt=", 10) + MappedText.copied("false", 22).as_default() + MappedText.copied(";", 28)
    assert [piece.default for piece in text.pieces] == [False, True, False]
    assert text.has_default
    assert not text[:8].has_default
    assert text[8:11].has_default
    assert text[8:11].span == Span(22, 25)
    decoded = MappedText.decoded("a", Span(3, 9)).as_default()
    assert [(piece.kind, piece.default) for piece in decoded[:1].pieces] == [(PieceKind.DECODED, True)]
