"""A policy names what pages without content have in them, and nothing else."""

from __future__ import annotations

import base64
import hashlib

import pytest

from evidence.policy import policy, protected, strangers

BEGIN = '\n\n<!doctype html>\n<html lang="el" class="no-js">\n  <head>\n    \n      <meta charset="utf-8">'
FRAME = BEGIN + (
    "<style>p { color: red }</style><script>\n  menu(1 < 2);\n</script><script src='a.js'></script>"
    '<script type="application/json">{"a": 1}</script><td style="text-align: right;">'
)
DIRECTIVES = ["default-src", "script-src", "style-src", "style-src-attr", "img-src", "font-src", "connect-src"]
DIRECTIVES += ["worker-src", "object-src", "base-uri", "form-action"]


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def stated(frame: str) -> dict[str, str]:
    """Each directive with its words."""
    parts = (part.partition(" ") for part in str(policy([frame])).split("; "))
    return {name: words for name, _, words in parts}


def test_scripts_and_styles_without_content_are_named_by_their_digests() -> None:
    found = stated(FRAME)
    assert list(found) == DIRECTIVES
    assert found["script-src"] == "'self' " + digest("\n  menu(1 < 2);\n")
    assert found["style-src"] == f"'self' {digest('p { color: red }')}"
    assert found["style-src-attr"] == f"'unsafe-hashes' {digest('text-align: right;')}"


def test_nothing_is_loaded_from_elsewhere_and_no_text_becomes_a_script() -> None:
    words = str(policy([FRAME]))
    assert "http" not in words
    assert "unsafe-inline" not in words
    assert "unsafe-eval" not in words
    assert "*" not in words
    assert stated(BEGIN)["style-src-attr"] == "'none'"
    assert (stated(BEGIN)["default-src"], stated(BEGIN)["object-src"]) == ("'none'", "'none'")


def test_the_same_pages_in_another_order_have_the_same_policy() -> None:
    frames = [f"{FRAME}<script>{n}</script>" for n in range(5)]
    assert policy(frames) == policy([*reversed(frames), *frames])


def test_line_ends_count_as_browsers_read_them() -> None:
    assert policy([FRAME.replace("\n", "\r\n")]).scripts == policy([FRAME]).scripts


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (FRAME, []),
        (f"{FRAME}<script>alert(1)</script>", ["alert(1)"]),
        (f"{FRAME}<SCRIPT type=module>alert(1)</SCRIPT >", ["alert(1)"]),
        (f"{FRAME}<script data-src='x'>alert(1)</script>", ["alert(1)"]),
        (f"{FRAME}<script>\n  menu(1 < 2);\n </script>", ["\n  menu(1 < 2);\n "]),
        (f'{FRAME}<script type="application/ld+json">{{"b": 2}}</script>', []),
        (f"{FRAME}<script src='b.js' defer></script>", []),
        (f"{FRAME}&lt;script&gt;alert(1)&lt;/script&gt;", []),
    ],
)
def test_scripts_that_no_page_without_content_has_are_strangers(page: str, found: list[str]) -> None:
    assert strangers(page, policy([FRAME])) == found


def test_the_policy_stands_before_everything_that_it_could_forbid() -> None:
    allowed = policy([FRAME])
    page = protected(FRAME, allowed)
    assert page is not None
    before, rest = page.split('<meta http-equiv="Content-Security-Policy"')
    assert before == BEGIN
    assert rest == f' content="{allowed}">{FRAME.removeprefix(BEGIN)}'


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p>words",
        "<html><head><meta charset=utf-8>",
        "<!doctype html><script>alert(1)</script><html><head><meta charset=utf-8>",
        "<!doctype html><html><head><script src=x.js></script><meta charset=utf-8>",
        "<!doctype html><html><body><meta charset=utf-8>",
    ],
)
def test_what_begins_otherwise_cannot_be_protected(page: str) -> None:
    assert protected(page, policy([FRAME])) is None
