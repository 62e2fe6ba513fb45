"""Serving: after an edit pages ask for what is new, and what is wrong stands above every page."""

from __future__ import annotations

import itertools
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evidence.problems import Place, Problem
from evidence.serving import Server, with_problems
from sitetools import environment, evidence, lay

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


def get(address: str, shown: str = "") -> str:
    """What is at an address, for a browser that shows the page `shown`."""
    asked = urllib.request.Request(address, headers={"Referer": shown} if shown else {})  # noqa: S310  # of this test
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310  # an address of this test
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


def show(address: str, root: str) -> threading.Thread:
    """Show a page as a browser does, which asks for what is new; the thread ends when there is something."""
    epoch, request = re.findall(r"livereload\((\d+), (\d+)\)", get(address))[0]
    thread = threading.Thread(target=get, args=(f"{root}livereload/{epoch}/{request}", address), daemon=True)
    thread.start()
    return thread


def test_pages_are_loaded_again_only_where_one_that_is_shown_changed(server: Server) -> None:
    site = Path(server.root)
    for name in ("a/index.html", "b.html", "my page/index.html"):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(PAGE, "utf-8")
    pages = [show(f"{server.url}{address}", server.url) for address in ("a/", "b.html", "my%20page/", "")]
    while len(server.opened()) < len(pages):
        time.sleep(0.01)
    assert server.opened() == {"a.md", "b.md", "my page.md", "index.md"}
    shown = server.made(server.opened())
    server.changed(shown, [])
    assert shown["my page.md"] == PAGE.encode()
    server.changed({**shown, "c.md": b""}, [])
    assert all(page.is_alive() for page in pages)
    (site / "b.html").write_text(PAGE.replace("words", "others"), "utf-8")
    server.changed(shown, [])
    for page in pages:
        page.join(60)
    assert not any(page.is_alive() for page in pages)
    again = show(server.url, server.url)
    server.changed(server.made(["index.md"]), [WRONG])
    again.join(60)
    assert not again.is_alive()


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


@contextmanager
def served(root: Path, said: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address at which another review is served, laid at `root`; and the server, which notes what it says."""
    lay("another-review", root)
    (root / "mkdocs.yml").write_text((root / "mkdocs.yml").read_text("utf-8").replace("/living-ground", "", 1), "utf-8")
    address = free()
    command = [sys.executable, "-m", "evidence", "--root", str(root), "serve", "--address", address, "--profile"]
    with (
        said.open("w") as err,
        subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=err, text=True) as one,
    ):
        try:
            yield f"http://{address}/", one
        finally:
            one.kill()


def ended(one: subprocess.Popen[str], said: Path) -> str:
    """What a server printed, after it was asked to end."""
    one.send_signal(signal.SIGTERM)
    out, _ = one.communicate(timeout=60)
    assert one.returncode == 0, out + said.read_text("utf-8")
    assert "Traceback" not in said.read_text("utf-8")
    return out


@pytest.mark.site
def test_edits_show_and_mistakes_are_told_while_a_site_is_served(tmp_path: Path) -> None:
    root, said = tmp_path / "site", tmp_path / "said"
    with served(root, said) as (address, one):
        page, record = f"{address}plants/rye/", root / "content" / "plants" / "rye.yml"
        assert "Content-Security-Policy" not in wait_for(page, "Rye")
        text = record.read_text("utf-8")
        for turn in itertools.count():  # it may not know yet that somebody looks at the page
            shown = show(page, address)
            record.write_text(text.replace("name: Rye", f"name: Winter rye {turn}"), "utf-8")
            shown.join(60)
            assert f"Winter rye {turn}" in wait_for(page, "Winter rye")
            if "show the pages that are looked at" in said.read_text("utf-8"):
                break
        record.write_text(text.replace("rooting_depth: 1.2", "rooting_depth: deep"), "utf-8")
        assert "Winter rye" in wait_for(page, "content/plants/rye.yml:3:16: field-value")
        own = root / "docs" / "own.md"
        record.write_text(text, "utf-8")
        own.write_text("# Own\n\n[nothing](nothing.md)\n", "utf-8")
        wait_for(page, "docs/own.md:1:1: not-published")
        own.write_text("# Own and sound\n", "utf-8")
        assert "alert" not in wait_for(f"{address}own/", "Own and sound")
        assert "field-value" in ended(one, said)


@pytest.mark.site
def test_edited_claims_show_before_all_else_is_made_and_newer_ones_first(tmp_path: Path) -> None:
    root, said = tmp_path / "site", tmp_path / "said"
    with served(root, said) as (address, one):
        page, claim = f"{address}practices/alternate-alleys/", root / "content/claims/grass/every-second-alley.yml"
        wait_for(page, "no number is given.")
        text = claim.read_text("utf-8")
        for turn in itertools.count():  # it may not know yet that somebody looks at the page
            made = said.read_text("utf-8").count("make the site")
            shown = show(page, address)
            claim.write_text(text.replace("no number", f"no number {turn}"), "utf-8")
            shown.join(60)
            if f"no number {turn} is" in get(page) and said.read_text("utf-8").count("make the site") == made:
                break
        for turn in range(3):
            claim.write_text(text.replace("no number", f"no figure {turn}"), "utf-8")
            wait_for(page, f"no figure {turn} is")
        claim.write_text(text.replace("{target: soil-erosion, change: i", "{target: soil-erosions, change: i"), "utf-8")
        assert "no figure 2 is" in wait_for(page, "link-unknown")
        claim.write_text(text, "utf-8")
        assert "alert" not in wait_for(page, "no number is given.")
        known = wait_for(f"{address}c/every-second-alley/", "every-second-alley")
        assert "alert" not in known
        assert "link-unknown" in ended(one, said)
    assert evidence(root, "pages").stderr.endswith(" 0 written, 0 removed\n")
