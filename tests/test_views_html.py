"""The page in a real browser: it sorts, filters, folds, asks the network for nothing, and reads without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lint_rds_tls import inventory
from lint_rds_tls.registry import all_views
from tests.browser import HOW_TO_GET_IT, Browser, browser, is_here
from tests.reports import lint_text

pytestmark = pytest.mark.skipif(not is_here(), reason=HOW_TO_GET_IT)

CODE = """\
class Db {
  object a = new System.Data.SqlClient.SqlConnection("Server=zeta;Encrypt=true");
  object b = new System.Data.SqlClient.SqlConnection("Server=db10;Encrypt=false");
  object c = new System.Data.SqlClient.SqlConnection("Server=db9;Encrypt=true");
  object d = new System.Data.SqlClient.SqlConnection("Server=localhost;Encrypt=true");
}
"""
ROWS = "Array.from(document.querySelectorAll('.connections tbody'))"
HOSTS = f"return {ROWS}.filter(b => b.offsetParent).map(b => b.querySelector('[data-label=Host]').textContent)"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "inventory.html"
    path.write_text(all_views()["html"].write(inventory.build(lint_text(CODE)), False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shared() -> Iterator[Browser]:
    with browser() as one:
        yield one


@pytest.fixture
def opened(shared: Browser, page: Path) -> Iterator[Browser]:
    shared.size(1400, 900)
    shared.media()
    shared.open(page)
    yield shared
    assert shared.complaints() == []


def hosts(opened: Browser) -> list[str]:
    found: list[str] = opened.run(HOSTS)
    return found


def click(opened: Browser, selector: str, number: int = 0) -> None:
    opened.run("document.querySelectorAll(arguments[0])[arguments[1]].click()", selector, number)


def test_the_most_urgent_stand_first(opened: Browser) -> None:
    assert hosts(opened) == ["zeta", "db9", "db10", "localhost"]
    assert opened.run("return document.querySelector('[role=status]').textContent") == "4 connections"


def test_a_heading_sorts_and_sorts_the_other_way_round(opened: Browser) -> None:
    click(opened, ".connections th button", 3)
    assert hosts(opened) == ["db9", "db10", "localhost", "zeta"]  # numbers as numbers
    click(opened, ".connections th button", 3)
    assert hosts(opened) == ["zeta", "localhost", "db10", "db9"]
    assert opened.run("return Array.from(document.querySelectorAll('th[aria-sort]'), each => each.ariaSort)") == [
        "none", "none", "none", "descending", "none", "none",
    ]  # fmt: skip


def test_the_keyboard_sorts_and_opens(opened: Browser) -> None:
    opened.run("document.querySelectorAll('.connections th button')[1].focus()")
    opened.press(" ")
    opened.press(" ")
    assert hosts(opened) == ["localhost", "db9", "db10", "zeta"]
    opened.run("document.querySelector('.connections tbody button').focus()")
    opened.press("\ue007")
    assert opened.run("return document.activeElement.ariaExpanded") == "true"


def test_text_filters_rows_by_all_its_words(opened: Browser) -> None:
    typed = "var s = document.querySelector('#search'); s.value = arguments[0]; s.dispatchEvent(new Event('input'))"
    opened.run(typed, "VERIFY Db10")
    assert hosts(opened) == ["db10"]
    assert opened.run("return document.querySelector('[role=status]').textContent") == "1 of 4 connections"
    opened.run(typed, "nothing like it")
    assert hosts(opened) == []
    opened.run(typed, "")
    assert len(hosts(opened)) == 4


def test_verdicts_filter_and_add_up(opened: Browser) -> None:
    click(opened, "button[data-verdict=needs-ca]")
    assert hosts(opened) == ["zeta", "db9"]
    click(opened, "button[data-verdict=not-affected]")
    assert hosts(opened) == ["zeta", "db9", "localhost"]
    click(opened, "button[data-verdict=needs-ca]")
    click(opened, "button[data-verdict=not-affected]")
    assert len(hosts(opened)) == 4


def folded(opened: Browser) -> list[bool]:
    found: list[bool] = opened.run(f"return {ROWS}.map(b => !b.querySelector('.more').offsetHeight)")
    return found


def test_a_row_opens_to_what_to_do(opened: Browser) -> None:
    assert folded(opened) == [True] * 4
    click(opened, ".connections .row")
    assert folded(opened) == [False, True, True, True]
    shown = opened.run("return document.querySelector('.more').innerText")
    assert "Before the rotation, put the RDS root of its region into" in shown
    assert "Encrypt=true is written" in shown
    click(opened, "#every")
    assert folded(opened) == [False] * 4
    click(opened, "#every")
    assert folded(opened) == [True] * 4


def test_paper_shows_what_is_folded_and_filtered_out(opened: Browser) -> None:
    click(opened, "button[data-verdict=needs-ca]")
    opened.media("print")
    assert folded(opened) == [False] * 4
    assert len(hosts(opened)) == 4
    assert opened.run("return document.querySelector('.tools').offsetHeight") == 0
    opened.media("")
    assert opened.pdf().startswith(b"%PDF")


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(253, 253, 251)"), ("dark", "rgb(22, 23, 26)")])
def test_it_is_light_or_dark_as_the_system_is(opened: Browser, scheme: str, paper: str) -> None:
    opened.media(scheme=scheme)
    assert opened.run("return getComputedStyle(document.body).backgroundColor") == paper


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_no_width_makes_it_scroll_sideways(opened: Browser, width: int) -> None:
    opened.size(width, 800)
    assert opened.run("return document.documentElement.scrollWidth") <= width


def test_a_narrow_page_still_sorts(opened: Browser) -> None:
    opened.size(400, 800)
    chosen = "var s = document.querySelector('.sorting'); s.value = '3'; s.dispatchEvent(new Event('change'))"
    opened.run(chosen)
    assert hosts(opened) == ["db9", "db10", "localhost", "zeta"]


def test_nothing_is_asked_of_the_network(opened: Browser, page: Path) -> None:
    click(opened, "#every")
    assert set(opened.requests()) == {page.as_uri()}


def test_without_scripts_all_of_it_is_there(page: Path) -> None:
    with browser(scripts=False) as one:
        one.size(1400, 900)
        one.open(page)
        assert one.run("return document.documentElement.className") == ""
        heights = one.run("return Array.from(document.querySelectorAll('.connections tr'), each => each.offsetHeight)")
        assert len(heights) == 9
        assert min(heights) > 0
        assert one.run("return document.querySelector('.tools').offsetHeight") == 0
        assert one.complaints() == []
