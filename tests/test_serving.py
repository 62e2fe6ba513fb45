"""Serving: after an edit pages ask for what is new, and what is wrong stands above every page."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.problems import Place, Problem
from evidence.serving import Server, with_problems
from sitetools import environment, lay

WRONG = Problem(Place("content/one.yml", 3), "field-value", "<b> is no stance")
PAGE = "<!doctype html><html><head></head><body class='a'>words</body></html>"


def test_problems_stand_as_text_at_the_beginning_of_a_page() -> None:
    page = with_problems(PAGE.encode(), [WRONG]).decode()
    assert re.search(r"<body class='a'><div role=\"alert\"[^>]*>content/one\.yml:3:1: field-value: &lt;b&gt;", page)
    assert page.endswith("</div>words</body></html>")
    assert with_problems(PAGE.encode(), []) == PAGE.encode()
    assert with_problems(b"no page", [WRONG]) == b"no page"


def free() -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{one.getsockname()[1]}"


def get(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  # an address of this test
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    one = Server(free(), tmp_path, "/", [])
    with one.running():
        yield one


def test_a_page_waits_for_what_is_new_and_then_shows_what_is_wrong(server: Server) -> None:
    page = get(server.url)
    assert "words" in page
    assert "alert" not in page
    epoch, request = re.findall(r"livereload\((\d+), (\d+)\)", page)[0]
    with server.changing() as problems:
        problems.append(WRONG)
    assert int(get(f"{server.url}livereload/{epoch}/{request}")) > int(epoch)
    assert "is no stance" in get(server.url)
    with server.changing():
        pass
    assert "alert" not in get(server.url)


def test_where_there_is_no_page_what_is_wrong_is_shown_all_the_same(server: Server) -> None:
    with server.changing() as problems:
        problems.append(WRONG)
    page = get(f"{server.url}nothing/")
    assert "is no stance" in page
    assert "livereload(" in page


def wait_for(address: str, words: str) -> str:
    """The page once it has the words."""
    for _ in range(600):
        try:
            if words in (page := get(address)):
                return page
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{address} never said {words}")


@pytest.mark.site
def test_edits_show_and_mistakes_are_told_while_a_site_is_served(tmp_path: Path) -> None:
    root = lay("another-review", tmp_path / "site")
    (root / "mkdocs.yml").write_text((root / "mkdocs.yml").read_text("utf-8").replace("/living-ground", "", 1), "utf-8")
    address, record = free(), root / "content" / "plants" / "rye.yml"
    text = record.read_text("utf-8")
    command = [sys.executable, "-m", "evidence", "--root", str(root), "serve", "--address", address]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as one:
        try:
            page = f"http://{address}/plants/rye/"
            assert "Content-Security-Policy" not in wait_for(page, "Rye")
            record.write_text(text.replace("name: Rye", "name: Winter rye"), "utf-8")
            wait_for(page, "Winter rye")
            record.write_text(text.replace("rooting_depth: 1.2", "rooting_depth: deep"), "utf-8")
            assert "Winter rye" in wait_for(page, "content/plants/rye.yml:3:16: field-value")
            own = root / "docs" / "own.md"
            record.write_text(text, "utf-8")
            own.write_text("# Own\n\n[nothing](nothing.md)\n", "utf-8")
            wait_for(page, "docs/own.md:1:1: not-published")
            own.write_text("# Own and sound\n", "utf-8")
            assert "alert" not in wait_for(f"http://{address}/own/", "Own and sound")
            one.send_signal(signal.SIGTERM)
            out, err = one.communicate(timeout=60)
        finally:
            one.kill()
    assert one.returncode == 0, out + err
    assert "field-value" in out
    assert "Traceback" not in err
