"""Fast builds: whatever was edited, the site is to the byte what MkDocs makes of it, and only what changed is made."""

from __future__ import annotations

import datetime
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evidence import building, fast, kept, policy, preparing, publishing
from evidence.output import Written
from evidence.problems import Severity
from sitetools import FIXED, evidence, lay
from trials import LONG

Edit = Callable[[Path, random.Random], None]


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def change(path: Path, old: str, new: str) -> None:
    """Put `new` in place of the first `old` in a file."""
    text = path.read_text("utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


def differences(one: Path, other: Path) -> list[str]:
    """The files in which two folders differ, by content."""
    mine, theirs = (
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        for folder in (one, other)
    )
    return sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))


def caution(root: Path, draw: random.Random) -> None:
    path = draw.choice(sorted((root / "content" / "claims").rglob("[a-z]*.yml")))
    text = "".join(
        line for line in path.read_text("utf-8").splitlines(keepends=True) if not line.startswith("caution: It was")
    )
    if "\ncaution:" not in text:
        put(path, f"{text}caution: It was looked at {draw.randrange(10**6)} times.\n")


def synonym(root: Path, draw: random.Random) -> None:
    path = root / "content" / "plants" / "rye.yml"
    lines = [line for line in path.read_text("utf-8").splitlines(keepends=True) if not line.startswith("synonyms:")]
    put(path, "".join(lines) + f"synonyms: [grain {draw.randrange(10**6)}]\n")


def topic_added_renamed_or_removed(root: Path, draw: random.Random) -> None:
    there = sorted((root / "content" / "plants").glob("new-*.yml"))
    name = f"new-{draw.randrange(10**6)}"
    if not there:
        put(root / "content" / "plants" / f"{name}.yml", f"name: A plant {name}\n")
    elif draw.random() < 0.5:
        there[0].rename(there[0].with_name(f"{name}.yml"))
    else:
        there[0].unlink()


def kind(root: Path, draw: random.Random) -> None:
    path = root / "content" / "plants" / "_kind.yml"
    lines = ["" if line.startswith("plural:") else line for line in path.read_text("utf-8").splitlines(keepends=True)]
    put(path, "".join(lines) + f"plural: Plants {draw.randrange(10**6)}\n")


def seed(root: Path, draw: random.Random) -> None:
    change(root / "seeds" / "_sources.yml", "short: ", f"short: The {draw.randrange(10)} ")


def reference(root: Path, draw: random.Random) -> None:
    change(root / "references.bib", "title = {", f"title = {{On {draw.randrange(10**6)} ")


def template(root: Path, draw: random.Random) -> None:
    name = draw.choice(("topic.md.j2", "pages/data.md.j2", "home.md.j2"))
    with (root / "templates" / name).open("a", encoding="utf-8") as file:
        file.write(f"\nA word more, {draw.randrange(10**6)}.\n")


def words(root: Path, draw: random.Random) -> None:
    change(root / "templates" / "words.yml", "changed: ", f"changed: {draw.randrange(10)}")


def theme(root: Path, draw: random.Random) -> None:
    change(root / "templates" / "theme" / "main.html", "{{ super() }}", f"{{{{ super() }}}}<i>{draw.randrange(99)}</i>")


def settings(root: Path, draw: random.Random) -> None:
    change(root / "mkdocs.yml", "site_name: ", f"site_name: {draw.choice('ABC')} ")


def navigation(root: Path, draw: random.Random) -> None:
    old, new = ("Rules", "Laws") if "Rules:" in (root / "mkdocs.yml").read_text("utf-8") else ("Laws", "Rules")
    change(root / "mkdocs.yml", f"  - {old}: ", f"  - {new}: ")


def own_page(root: Path, draw: random.Random) -> None:
    page = root / "docs" / "own.md"
    if page.exists() and draw.random() < 0.4:
        page.unlink()
    else:
        put(page, f"# Own {draw.randrange(10**6)}\n\nSee [the rules](rules.md) and [rye](plants/rye.md).\n")


def asset(root: Path, draw: random.Random) -> None:
    name = draw.choice(("evidence.css", "one.txt", "two.txt"))
    path = root / "docs" / "assets" / name
    if path.suffix == ".txt" and path.exists():
        path.unlink()
    else:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"/* {draw.randrange(10**6)} */\n")


def touched(root: Path, draw: random.Random) -> None:
    os.utime(draw.choice(sorted((root / "docs").rglob("*.md"))))


def page_lost(root: Path, draw: random.Random) -> None:
    draw.choice(sorted((root / "docs" / "plants").glob("*.md"))).unlink()


def published_by_hand(root: Path, draw: random.Random) -> None:
    page = draw.choice(sorted((root / "site").rglob("*.html")))
    if draw.random() < 0.5:
        page.unlink()
    else:
        page.write_text("changed in the published site", "utf-8")


def package(root: Path, draw: random.Random) -> None:
    for old in (root / "packages").glob("*"):
        old.rmdir()
    (root / "packages" / f"theme-{draw.randrange(99)}.dist-info").mkdir(parents=True)


EDITS: tuple[Edit, ...] = (
    caution, caution, caution, synonym, topic_added_renamed_or_removed, kind, seed, reference, template, words, theme,
    settings, navigation, own_page, asset, touched, page_lost, published_by_hand, package,
)  # fmt: skip


def quietly(done: int, total: int) -> None:
    pass


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another review with its pages, not yet published."""
    root = lay("another-review", tmp_path / "site of vineyards")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", FIXED["SOURCE_DATE_EPOCH"])
    monkeypatch.syspath_prepend(root / "packages")
    generate(root)
    return root


def generate(root: Path, keep: Path | None = None) -> Written:
    result = building.generate(root, kept=keep)
    assert not [one for one in result.problems if one.severity is Severity.ERROR]
    assert result.written
    return result.written


@pytest.mark.site
@pytest.mark.parametrize("arguments", [("--workers", "3"), ("--workers", "2", "--offline")])
def test_several_processes_make_what_mkdocs_makes(another: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    root = tmp_path / "copy"
    shutil.copytree(another, root, ignore=shutil.ignore_patterns("site", "build"))
    offline = arguments[2:]
    plain, quick = tmp_path / "plain", tmp_path / "quick"
    for options in (("--site", str(plain), *offline), ("--site", str(quick), "--fast", *arguments)):
        done = evidence(root, "build", *options)
        assert done.returncode == 0, done.stdout + done.stderr
    assert differences(plain, quick) == []
    assert (root / "build" / "fast" / ("disk" if offline else "hosted") / "kept.json").is_file()
    again = evidence(root, "build", "--site", str(quick), "--fast", *arguments)
    assert again.stderr.startswith("nothing has changed")


@pytest.mark.site
def test_after_any_edits_a_site_is_what_a_cold_build_makes(begun: Path, tmp_path: Path) -> None:
    draw = random.Random(7)  # noqa: S311  # the same edits every time
    assert fast.publish(begun, begun / "site", quietly) == []
    for turn in range(40 if LONG else 3):
        edits = draw.sample(EDITS, draw.randint(1, 4))
        for edit in edits:
            edit(begun, draw)
        generate(begun, begun / "build")
        assert generate(begun).changed == 0, (turn, [edit.__name__ for edit in edits])
        assert fast.publish(begun, begun / "site", quietly) == []
        assert (begun / "build" / "fast" / "hosted" / "kept.json").is_file(), "MkDocs was asked"
        assert publishing.publish(begun, tmp_path / "cold") == []
        assert differences(begun / "site", tmp_path / "cold") == [], (turn, [edit.__name__ for edit in edits])


@pytest.mark.site
def test_a_folder_may_become_a_file_and_a_file_a_folder(begun: Path, tmp_path: Path) -> None:
    docs = begun / "docs"
    put(docs / "assets" / "leaf" / "one.txt", "one")
    put(docs / "LICENSE.md", "# Licence\n")
    put(docs / "assets" / "stem", "one")
    assert fast.publish(begun, begun / "site", quietly) == []
    (docs / "assets" / "leaf" / "one.txt").unlink()
    (docs / "assets" / "leaf").rmdir()
    (docs / "LICENSE.md").rename(docs / "LICENSE")
    (docs / "assets" / "stem").unlink()
    put(docs / "assets" / "leaf", "one")
    put(docs / "assets" / "stem" / "two.txt", "two")
    assert fast.publish(begun, begun / "site", quietly) == []
    assert (begun / "build" / "fast" / "hosted" / "kept.json").is_file(), "MkDocs was asked"
    assert publishing.publish(begun, tmp_path / "cold") == []
    assert differences(begun / "site", tmp_path / "cold") == []


@pytest.mark.site
def test_only_pages_that_show_an_edited_claim_are_made(begun: Path) -> None:
    fast.publish(begun, begun / "site", quietly)
    before = {path: path.stat().st_ino for path in (begun / "site").rglob("*.html")}
    change(begun / "content/claims/grass/every-second-alley.yml", "no number is given.", "It was one slope.")
    generate(begun)
    made: list[int] = []
    fast.publish(begun, begun / "site", lambda _, total: made.append(total))
    anew = [path for path, number in before.items() if path.stat().st_ino != number]
    shown = [path for path in before if "It was one slope." in path.read_text("utf-8")]
    assert set(shown) <= set(anew)
    assert made[0] == len(made) < len(before) / 4
    assert [
        path for path in anew if "every-second-alley" not in path.read_text("utf-8") and path.name != "404.html"
    ] == []


@pytest.mark.site
def test_served_pages_are_made_again_at_once_as_all_are_made_later(begun: Path) -> None:
    name = "practices/alternate-alleys.md"
    page = begun / "build/fast/served/site/practices/alternate-alleys/index.html"
    assert not fast.remake(begun, [name])  # nothing was served yet
    assert fast.refresh(begun, quietly) == []
    site = building.ready(begun)
    claim = begun / "content/claims/grass/every-second-alley.yml"
    change(claim, "no number is given.", "It was one slope.")
    amended = building.amended(site, {claim})
    assert amended
    assert building.write_first(amended, [name]) == [name]
    before = page.read_bytes()
    assert fast.remake(begun, [name])
    at_once = page.read_bytes()
    assert b"It was one slope." not in before
    assert b"It was one slope." in at_once
    assert not fast.remake(begun, ["no/such/page.md"])
    generate(begun)
    assert fast.refresh(begun, quietly) == []
    assert page.read_bytes() == at_once


@pytest.mark.site
def test_what_mkdocs_would_stop_at_is_told_as_mkdocs_tells_it(begun: Path, tmp_path: Path) -> None:
    fast.publish(begun, begun / "site", quietly)
    was = {path: path.read_bytes() for path in (begun / "site").rglob("*") if path.is_file()}
    change(begun / "mkdocs.yml", "nav:\n", "nav:\n  - Own: own.md\n")
    put(begun / "docs" / "own.md", "# Own\n\nSee [nothing](nothing.md).\n")
    for _ in range(2):  # a page that is listed is read before all others, and not known the next time either
        wrong = fast.publish(begun, begun / "site", quietly)
        assert wrong == publishing.publish(begun, tmp_path / "cold") != []
    assert {path: path.read_bytes() for path in (begun / "site").rglob("*") if path.is_file()} == was
    change(begun / "mkdocs.yml", "  - Own: own.md\n", "")
    (begun / "docs" / "own.md").unlink()
    assert fast.publish(begun, begun / "site", quietly) == []
    assert {path: path.read_bytes() for path in (begun / "site").rglob("*") if path.is_file()} == was


def test_what_is_not_known_is_refused(begun: Path) -> None:
    assert preparing.refusal(begun) == ""
    text = (begun / "base.yml").read_text("utf-8")
    for old, new, name in (
        ("plugins:\n", "plugins:\n  - material/tags\n", "material/tags"),
        ("markdown_extensions:\n", "markdown_extensions:\n  - pymdownx.snippets\n", "pymdownx.snippets"),
    ):
        put(begun / "base.yml", text.replace(old, new))
        assert name in preparing.refusal(begun)
        done = evidence(begun, "build", "--fast")
        assert (done.returncode, name in done.stdout) == (1, True)
        assert not (begun / "site").exists()


def test_what_all_pages_depend_on_has_another_digest_after_a_change(
    begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> str:
        with preparing.prepared(begun, begun / "site", offline=False) as config:
            return kept.around(config)

    seen = {told()}
    assert told() in seen
    for edit in (theme, settings, package):
        edit(begun, random.Random(1))  # noqa: S311
        assert told() not in seen
        seen.add(told())
    program = begun / "program"
    shutil.copytree(Path(kept.__file__).parent, program, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(kept, "__file__", str(program / "kept.py"))
    assert told() in seen
    with (program / "markup.py").open("a") as file:
        file.write("# a mended program\n")
    assert told() not in seen
    change(begun / "templates/theme/main.html", "{{ super() }}", "{{ super() }}{{ pages | length }}")
    with pytest.raises(kept.Doubt):
        told()


JUNK = (b"", b"\x80", b"[]", b"{}", b"null", b'{"pages": {"a.md": {}}}', b'{"pages": [], "allowed": 1, "copied": {}}')


@pytest.mark.parametrize("junk", JUNK)
def test_what_is_no_record_of_a_build_is_forgotten(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "kept.json").write_bytes(junk)
    (tmp_path / "site").mkdir()
    assert kept.remembered(tmp_path) == kept.Kept()
    assert not tmp_path.exists()


def test_what_is_remembered_is_what_was_kept(tmp_path: Path) -> None:
    made = kept.Made("a", (1, 2, 3), {"b.md": None}, {"title": "A"}, None, {"x"}, {"b.md": {"x": "b.md#x"}}, [], (4, 5))
    dated = replace(made, meta={"date": datetime.date(2024, 5, 31)}, plain=False)
    allowed = policy.Policy(("'sha256-a'",), (), ())
    whole = kept.Kept("around", "listed", {"a.md": made, "b.md": dated}, {"c.css": (6,)}, "framed", allowed)
    kept.remember(tmp_path, whole)
    assert kept.remembered(tmp_path) == replace(whole, pages={"a.md": made})
    assert kept.remembered(tmp_path) == kept.Kept()
