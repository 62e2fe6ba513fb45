"""Content from strangers: each hostile input is refused with a problem at its place; none crashes, none hangs."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import GARDEN, CheckFactory, write
from evidence.cli import main
from sitetools import ROOT, environment
from trials import LONG, trials

SLUG, CLAIM = "content/slugs/x.yml", "content/claims/copper-lettuce.yml"
SITE, BIB, GUIDE, SOURCES = "mkdocs.yml", "references.bib", "seeds/guide.txt", "seeds/_sources.yml"
SECONDS, MEGABYTES = 5, 500
"""How much time of a processor, counted in the long tests only, and how much memory a run may take."""
WATCHED = f"""
import json, os, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_AS, ({3 * MEGABYTES}_000_000,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, ({12 * SECONDS},) * 2)
child = subprocess.Popen(sys.argv[1:])
_, status, used = os.wait4(child.pid, 0)
megabytes = used.ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, megabytes]), file=sys.stderr)
"""
"""A small process starts a run: one that large tests start counts their memory as its own."""
MANY, MILLION = 100_000, 1_000_000
EDITION = "edition: guide.txt"
ROWS = "a | b\n" * 150_000
HEAP, NUMBERED = "\u0301\u0323", r"\u0301\u0323"
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
MERGED = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 12))


def checked(root: Path, text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The status and the output of checking a site with this text, measured where it is large or becomes large."""
    if LONG or len(text) > 10_000 or "&a1" in text or "09999" in text:
        return run(root)
    return main(["--root", str(root), "check"]), capsys.readouterr().out


def run(root: Path, command: str = "check") -> tuple[int, str]:
    """The status and the output of a run that takes little memory and, on a machine that is not too slow, time."""
    words = [sys.executable, "-c", WATCHED, sys.executable, "-m", "evidence", "--root", str(root), command]
    done = subprocess.run(words, env=environment(), capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr[-2_000:]
    status, seconds, megabytes = json.loads(done.stderr.splitlines()[-1])
    print(f"{seconds:.2f} s, {megabytes:.0f} MB")
    assert megabytes < MEGABYTES
    assert seconds < SECONDS or not LONG
    return status, done.stdout


def entry(fields: str) -> str:
    return f"{GARDEN[BIB]}@misc{{x, {fields}}}\n"


def evidence(quote: str, cites: str = "[]") -> str:
    """One more piece of evidence at the end of a claim, or of those of one."""
    return f"  - {{source: guide, quote: '{quote}', cites: {cites}}}\n"


REFUSED: dict[str, tuple[str, str, str]] = {
    "aliases": (SLUG, f"name: x\n{BOMB}", f"{SLUG}:2:5: yaml-forbidden: "),
    "aliases of settings": (SITE, f"site_name: x\n{BOMB}", f"{SITE}:1:1: yaml-forbidden: with every alias"),
    "aliases in the navigation": (SITE, f"{BOMB}nav: *a11\n", f"{SITE}:1:1: yaml-forbidden: with every alias"),
    "aliases that merge": (SITE, MERGED, f"{SITE}:1:1: yaml-forbidden: with every alias"),
    "brackets": (SLUG, "[" * MANY, f"{SLUG}:1:51: yaml-forbidden: nested"),
    "brackets in settings": (SITE, "nav: " + "[" * MANY, f"{SITE}:1:1: yaml-syntax: "),
    "brackets in an entry": (BIB, entry("title = " + "{" * MANY), f"{BIB}:4:1: bib-syntax: "),
    "10 MB": (SLUG, "name: " + "x " * 5_000_000, f"{SLUG}:1:1: file-unreadable: the file is larger than 10 MB"),
    "9 MB": (SLUG, "name: " + "x " * 4_500_000, f"{SLUG}:1:1: yaml-forbidden: the file is larger than 256 KB"),
    "9 MB of settings": (SITE, "site_name: " + "x " * 4_500_000, f"{SITE}:1:1: yaml-forbidden: the file is larger"),
    "9 MB of TeX": (BIB, entry(f"title = {{{chr(92)}'e {'a ' * 4_500_000}}}"), "bib-syntax: x: title has more than"),
    "1 MB of a source": (GUIDE, "x " * 500_001, f"{GUIDE}:1:1: file-unreadable: the file is larger than 1 MB"),
    "10 MB of turning signs": (BIB, GARDEN[BIB] + "\u202e" * 3 * MILLION, f"{BIB}:4:1: text-turned: "),
    "10 MB of lines with NUL": (BIB, GARDEN[BIB] + "\0\n" * 4 * MILLION, f"{BIB}:4:1: text-turned: "),
    "entries without end": (
        BIB,
        GARDEN[BIB] + "@a{" * MILLION,
        f"{BIB}:1:1: bib-syntax: the file has more than 50,000",
    ),
    "accents": (GUIDE, f"{GARDEN[GUIDE]}a{HEAP * 100_000}", f"{GUIDE}:6:2: file-unreadable: more than 30 accents"),
    "accents by number": (SLUG, f'name: "a{NUMBERED * 20_000}"\n', f"{SLUG}:1:7: text-turned: more than 30 accents"),
    "a long quotation": (CLAIM, GARDEN[CLAIM] + evidence("Bands of copper kept " * 12_000), "quote-length: "),
    "many quotations": (
        CLAIM,
        GARDEN[CLAIM] + evidence("Bands of copper kept greys away") * 2_900,
        "quote-not-found: ",
    ),
    "many unknown keys": (CLAIM, GARDEN[CLAIM] + evidence("Bands", f"[{'fild-1, ' * 28_000}]"), "reference-unknown: "),
    "many unknown links": (SLUG, f"name: x\nsummary: '{'[[slugg]] ' * 24_000}'\n", "link-unknown: "),
    "many fields": (SLUG, "name: x\n" + "".join(f"f{n}: 1\n" for n in range(25_000)), "field-unknown: "),
    "a tag": (SLUG, "name: !!python/object/apply:os.system [ls]\n", f"{SLUG}:1:7: yaml-forbidden: "),
    "TeX that is run": (BIB, entry(r"title = {\write18{ls} \input{x}}"), r"bib-field: x: title uses \write"),
    "TeX without end": (BIB, entry(r"title = {\def\a{\a\a}\a}"), r"bib-field: x: title uses \a"),
    "a key that is a path": (BIB, f"{GARDEN[BIB]}@misc{{../../x, title = {{x}}}}\n", "'../../x' is no key: "),
    "a key that is markup": (BIB, f"{GARDEN[BIB]}@misc{{a](javascript:b), title = {{x}}}}\n", "is no key: "),
    "a key of Windows": (BIB, f"{GARDEN[BIB]}@misc{{NUL, title = {{x}}}}\n", "Windows has no file called NUL"),
    "a source that is a path": (
        SOURCES,
        "- {key: .., title: x, edition: guide.txt}\n",
        f"{SOURCES}:1:9: field-value: ",
    ),
    "a source of Windows": (
        SOURCES,
        "- {key: con.x, title: x, edition: guide.txt}\n",
        "Windows has no file called con.x",
    ),
    "an edition elsewhere": (
        SOURCES,
        "- {key: a, title: x, edition: /etc/passwd}\n",
        "edition: a file directly in seeds/",
    ),
    "a document elsewhere": (
        SOURCES,
        "- {key: a, title: x, edition: guide.txt, received: ../mkdocs.yml}\n",
        "received: a file directly in seeds/",
    ),
    "a marker without end": (
        SOURCES,
        "- {key: a, title: x, edition: guide.txt, markers: {style: numeric, key: 'a-{n:0999999999}'}}\n",
        "numeric markers need a `key`",
    ),
    "an inherited file that nobody has": (SITE, 'INHERIT: "a\\0b"\n', "a\\x00b:1:1: file-unreadable: "),
    "an icon that is markup": (
        "content/slugs/_kind.yml",
        "id: slug\ntitle: Slug\nplural: Slugs\nicon: <script>/x\n",
        "content/slugs/_kind.yml:4:7: field-value: icon: an icon is the path",
    ),
    "NUL": (SLUG, "name: a\0b\n", f"{SLUG}:1:1: yaml-syntax: a character that cannot be seen"),
    "NUL by its number": (SLUG, 'name: "a\\0b"\n', f"{SLUG}:1:7: text-turned: U+0000 cannot be seen"),
    "a turn by its number": (SLUG, 'name: "a\\u202Eb"\n', f"{SLUG}:1:7: text-turned: U+202E cannot be seen"),
    "a turned key": (SLUG, '"na\\u202Eme": x\n', f"{SLUG}:1:1: text-turned: U+202E cannot be seen"),
    "NUL in an entry": (BIB, entry("title = {a\0b}"), f"{BIB}:4:20: text-turned: U+0000 is no part of a text"),
    "NUL in a source": (GUIDE, f"{GARDEN[GUIDE]}a\0b\n", f"{GUIDE}:6:2: text-turned: U+0000 is no part of a text"),
    "an escape in a source": (GUIDE, f"{GARDEN[GUIDE]}a\x1b[2Jb\n", f"{GUIDE}:6:2: text-turned: U+001B is no part"),
    "a name on two lines": ("content/slugs/a\nb.yml", "name: x\n", r"content/slugs/a\nb.yml:1:1: file-name: "),
    "a name that steers": ("content/slugs/\x1b[2J.yml", "name: x\n", r"content/slugs/\x1b[2J.yml:1:1: file-name: "),
    "a name in capitals": ("content/slugs/Grey-Slug.yml", "name: x\n", "content/slugs/Grey-Slug.yml:1:1: file-name: "),
}
"""A file, what stands in it, and what is said of it."""

HARMLESS: dict[str, tuple[str, str]] = {
    "nested braces": (BIB, entry("title = " + "{" * (MANY // 3) + "}" * (MANY // 3))),
    "nested TeX": (BIB, entry("title = {" + r"\textbf{" * 9_000 + "}" * 9_000 + "}")),
    "quotation marks": (BIB, entry("title = {" + '"' * (MANY - 2) + "}")),
    "empty lines in an entry": (BIB, entry("title = {a}" + "\n" * 2 * MANY)),
    "text that doubles": (
        BIB,
        "@string{s0 = {x}}\n" + "".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" for n in range(1, 60)) + GARDEN[BIB],
    ),
    "50,000 authors": (BIB, entry("author = {" + "a and " * 16_000 + "b}, title = {x}")),
    "brackets in a source": (GUIDE, GARDEN[GUIDE] + "[" * MANY + "[" + "1," * MANY + "1]\n"),
    "1 MB of markers": (GUIDE, GARDEN[GUIDE] + "a [1]. " * 140_000),
    "1 MB of one marker": (GUIDE, f"{GARDEN[GUIDE]}[{'1,' * 490_000}1]\n"),
    "1 MB of paragraphs": (GUIDE, GARDEN[GUIDE] + "a-\n" * 330_000),
    "1 MB of a table": (GUIDE, f"{GARDEN[GUIDE]}::: table\nT\n{ROWS}:::\n"),
    "1 MB of accents": (GUIDE, GARDEN[GUIDE] + f"a{HEAP * 15}" * 15_000),
    "1 MB of soft hyphens": (GUIDE, GARDEN[GUIDE] + "a\u00ad\n" * 240_000),
    "50,000 entries": (BIB, GARDEN[BIB] + "".join(f"@misc{{k{n}, title = {{a}}}}\n" for n in range(49_990))),
    "10 MB of comments": (BIB, GARDEN[BIB] + "% x\n" * 2_400_000),
    "200,000 fields": (BIB, entry(", ".join(f"f{n} = {{a}}" for n in range(200_000)))),
    "nested accents of TeX": (BIB, entry("title = {" + r"\'{\d{" * 9_000 + "a" + "}}" * 9_000 + "}")),
    "unexplained words": (SLUG, f"name: x\nsummary: {' '.join(f'AB{n}' for n in range(30_000))}\n"),
    "synonyms": (SLUG, f"name: x\nsynonyms: [{', '.join(f's{n}' for n in range(30_000))}]\n"),
    "abbreviations": (SLUG, f"name: x\nabbreviations: [{', '.join(f'S{n}' for n in range(30_000))}]\n"),
    "notes": ("content/_abbreviations.yml", "".join(f"- {{short: A{n}X, long: b}}\n" for n in range(9_000))),
    "sources": (
        SOURCES,
        GARDEN[SOURCES] + "".join(f"- {{key: g{n}, title: x, {EDITION}}}\n" for n in range(5_500)),
    ),
    "half-open signs": (SLUG, f"name: x\nsummary: '{'[[a|' * 20_000}{'*a ' * 20_000}[{'@a;' * 20_000}'\n"),
    "a folder called like a file": ("content/slugs/x.yml/y.yml", "name: Why\n"),
}
"""A file, and what stands in it and may."""


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_hostile_is_refused_where_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path, text, expected = REFUSED[name]
    status, out = checked(write(tmp_path, {**GARDEN, path: text}), text, capsys)
    assert (status, expected in out) == (1, True), out[:2_000]


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_odd_and_harmless_keeps_nobody_waiting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path, text = HARMLESS[name]
    status, out = checked(write(tmp_path, {**GARDEN, path: text}), text, capsys)
    assert status == 0, out[:2_000]


def link_out(root: Path) -> None:
    (root / "content/slugs/x.yml").symlink_to("/etc/passwd")
    (root / "content/slugs/deep").symlink_to("/usr")
    (root / "seeds/guide.txt").unlink()
    (root / "seeds/guide.txt").symlink_to("/dev/zero")


def link_in_circles(root: Path) -> None:
    (root / "content/slugs/round").symlink_to(root / "content")
    (root / "content/slugs/x.yml").symlink_to("x.yml")


def damage_bytes(root: Path) -> None:
    (root / SLUG).write_bytes(b"name: x" + b"\xff" * 200_000)
    (root / BIB).write_bytes(GARDEN[BIB].encode() + b"\xc3\x28\n" * 3 * MILLION)
    (root / GUIDE).write_bytes(GARDEN[GUIDE].encode() + b"\xed\xa0\x80" * 300_000)


def name_devices(root: Path) -> None:
    for name in ("con", "aux.yml", "com1.yml", "nul.txt.yml", *(f"lpt{n % 9 + 1}.{n}.yml" for n in range(3_000))):
        (root / "content/slugs" / name).write_text("name: x\n")


def double_names(root: Path) -> None:
    for n in range(1_500):
        for name in (f"s{n}", f"S{n}", f"s{n}\u0130"):
            (root / f"content/slugs/{name}.yml").write_text(f"name: Slug {n}\n")
        (root / f"content/plants/s{n}.yml").write_text(f"name: Plant {n}\n")


TREES: dict[Callable[[Path], None], tuple[str, ...]] = {
    link_out: tuple(f"{path}:1:1: file-outside: " for path in (SLUG, "content/slugs/deep", GUIDE)),
    link_in_circles: (f"{SLUG}:1:1: file-unreadable: ",),
    damage_bytes: tuple(f"{path}:1:1: file-unreadable: byte " for path in (SLUG, BIB, GUIDE)),
    name_devices: ("content/slugs/com1.yml:1:1: file-name: ", "content/slugs/lpt3.2999.yml:1:1: file-name: "),
    double_names: ("content/slugs/S1499.yml:1:1: file-name: ", "content/plants/s1499.yml:1:1: id-duplicate: "),
}
"""What lays files that no text can be, and how what is said of them begins."""


@pytest.mark.parametrize("lay", TREES, ids=lambda lay: lay.__name__)
def test_a_hostile_tree_is_refused_where_it_stands(tmp_path: Path, lay: Callable[[Path], None]) -> None:
    root = write(tmp_path, GARDEN)
    lay(root)
    status, out = run(root)
    assert [one for one in TREES[lay] if one not in out] == [], out[:2_000]
    assert status == 1


def test_folders_without_end_are_refused(tmp_path: Path) -> None:
    root = write(tmp_path, GARDEN)
    places = [root / "content/slugs" / "/".join("a" * depth) for depth in range(1, 1_200)]  # more than a stack holds
    for place in places:
        place.mkdir()
    status, out = run(root)
    for place in reversed(places):
        place.rmdir()  # what removes temporary folders could not
    [line] = out.splitlines()
    assert status == 1
    assert line.startswith(f"content/slugs/{'a/' * 29}a:1:1: file-unreadable: more than 30 folders stand in each other")


def test_files_that_come_and_go_keep_nobody_from_an_answer(tmp_path: Path) -> None:
    root = write(tmp_path, {**GARDEN, **{f"content/slugs/s{n}.yml": f"name: Slug {n}\n" for n in range(300)}})
    names, over = sorted(root.glob("content/slugs/s*.yml")), threading.Event()

    def come_and_go() -> None:
        for path in itertools.cycle([*names, root / GUIDE, root / CLAIM]):
            text = path.read_bytes()
            path.unlink()
            path.write_bytes(text)
            if over.is_set():
                return

    other = threading.Thread(target=come_and_go)
    other.start()
    try:
        for _ in range(trials(short=2, long=30).max_examples):
            status, out = run(root)
            *said, end = out.splitlines()
            assert (status == 0) == end.endswith(": no error"), out
            assert all(re.fullmatch(r"[^:]+:\d+:\d+: (?:warning: )?[a-z-]+: .+", line) for line in said), out
    finally:
        over.set()
        other.join()


@pytest.mark.parametrize("name", ["templates/words.yml", "templates/more.md.j2", "docs/page.md", "docs/assets/x.png"])
def test_nobody_waits_for_a_pipe_that_is_to_be_published(tmp_path: Path, name: str) -> None:
    root = write(tmp_path, {**GARDEN, "docs/assets/x.css": "", "templates/x.txt": ""})
    os.mkfifo(root / name)
    status, out = run(root, "pages")
    assert (status, out) == (1, f"{name}:1:1: file-unreadable: a pipe or a device is no file (remove it)\n")


def test_a_file_without_permission_is_a_problem(garden: CheckFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "lettuce.yml":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "content/plants/lettuce.yml:1:1: file-unreadable: Permission denied" in garden({})[1]


def test_a_file_name_gives_the_repository_host_no_orders(tmp_path: Path) -> None:
    root = write(tmp_path, {**GARDEN, "content/slugs/a\n::error::b.yml": "name: x\n"})
    words = [sys.executable, "-m", "evidence", "--root", str(root), "check", "--format", "github"]
    done = subprocess.run(words, env=environment(), capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
    [line] = done.stdout.splitlines()
    assert line.startswith(r"::error file=content/slugs/a\n%3A%3Aerror%3A%3Ab.yml,line=1,")
