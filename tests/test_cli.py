"""The command line: what each command prints and exits with; problems stop it before anything is written."""

from __future__ import annotations

import argparse
import errno
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from evidence import builders, building, cli_say, fast, preparing, publishing
from evidence.cli import main
from evidence.lock import alone
from evidence.problems import Place, Problem
from sitetools import ROOT, environment, evidence

SITES = ROOT / "tests" / "sites"
WRONG = SITES / "everything-wrong"
QUOTE = "content/claims/night.yml"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small sound site, with the project's templates."""
    root = tmp_path / "small"
    shutil.copytree(SITES / "small", root)
    shutil.copytree(ROOT / "templates", root / "templates", ignore=shutil.ignore_patterns("pages"))
    return root


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the site at a root; gives its exit status and what it printed to both streams."""

    def run_and_read(root: Path, *arguments: str) -> tuple[int, str, str]:
        status = main(["--root", str(root), *arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run_and_read


def change(path: Path, old: str, new: str) -> None:
    """Put `new` in place of the one `old` in a file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def misquote(root: Path) -> None:
    """Change one letter of one quotation of the small site."""
    change(root / QUOTE, "are active at night, and", "are actixe at night, and")


def test_only_the_problems_of_the_named_files_and_folders_are_printed(run: Run) -> None:
    for name in ("content/claims", "content/slugs/link-parent.yml"):
        status, out, _ = run(WRONG, "check", str(WRONG / name))
        assert status == 1
        assert [line for line in out.splitlines() if not line.startswith(f"{name}")] == []
    assert run(WRONG, "check", str(WRONG / "content/plants/lettuce.yml"))[0] == 0


def test_a_file_that_is_not_there_or_elsewhere_is_wrong_use(run: Run) -> None:
    for name in (WRONG / "none.yml", ROOT / "mkdocs.yml"):
        status, out, err = run(WRONG, "check", str(name))
        assert (status, out) == (2, "")
        assert str(name) in err


# Use -----------------------------------------------------------------------------------------------------


def test_a_folder_without_a_site_is_wrong_use(run: Run, tmp_path: Path) -> None:
    status, out, err = run(tmp_path, "check")
    assert (status, out) == (2, "")
    assert err == f"{tmp_path} holds no mkdocs.yml: run this in the folder of the site, or name it with --root\n"


def test_a_folder_that_is_closed_is_wrong_use_too(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stat = os.stat

    def refuse(path: Any, **options: Any) -> os.stat_result:
        if str(path).endswith("mkdocs.yml"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return stat(path, **options)

    monkeypatch.setattr(os, "stat", refuse)
    assert run(tmp_path, "check")[0] == 2


def test_the_site_of_the_folder_is_meant_where_none_is_named(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small)
    assert main(["check"]) == 0
    assert capsys.readouterr().out.endswith(": no error\n")


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["check", "--format", "html"], ["coverage", "more"]])
def test_wrong_use_says_so_and_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--root", str(SITES / "small"), *arguments])
    assert stop.value.code == 2
    assert "usage: evidence" in capsys.readouterr().err


def test_the_package_itself_is_the_command() -> None:
    result = evidence(SITES / "small", "check")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith(": no error\n")


def test_letters_that_a_terminal_lacks_are_shown_by_their_numbers(small: Path) -> None:
    change(small / QUOTE, "stance: background", "stance: παλιό")
    result = evidence(small, "check", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 1
    assert "stance: '\\u03c0\\u03b1\\u03bb\\u03b9\\u03cc' is none of" in result.stdout
    assert result.stderr == ""


# Checking --------------------------------------------------------------------------------------------------


def test_a_sound_site_is_counted(run: Run) -> None:
    assert run(SITES / "small", "check") == (0, "11 records, 5 quotations, 3 references: no error\n", "")


def test_every_problem_is_printed_in_the_order_of_files_and_lines(run: Run) -> None:
    status, out, err = run(WRONG, "check")
    assert (status, err) == (1, "to mend 16 of these, run: evidence fix\n")
    lines = out.splitlines()
    assert sorted(lines) == sorted((WRONG / "expected-problems.txt").read_text("utf-8").splitlines())
    places = [(path, int(line), int(column)) for path, line, column, *_ in (line.split(":", 3) for line in lines)]
    assert places == sorted(places)


def test_a_warning_alone_is_no_failure(run: Run, small: Path) -> None:
    change(small / "mkdocs.yml", "  - Plants: plants/index.md\n", "")
    status, out, _ = run(small, "check")
    assert status == 0
    assert out.splitlines()[0].startswith("mkdocs.yml:1:1: warning: kind-not-in-nav: ")
    assert out.splitlines()[1].endswith(": no error")


def test_the_three_forms_tell_the_same(run: Run) -> None:
    _, text, _ = run(WRONG, "check")
    status, github, _ = run(WRONG, "check", "--format", "github")
    assert status == 1
    status, printed, _ = run(WRONG, "check", "--format", "json")
    assert status == 1
    problems = json.loads(printed)
    assert len(text.splitlines()) == len(github.splitlines()) == len(problems)
    for line, note, one in zip(text.splitlines(), github.splitlines(), problems, strict=True):
        assert line.startswith(f"{one['path']}:{one['line']}:{one['column']}: ")
        assert one["code"] in line
        assert one["message"] in line
        assert note.startswith(
            f"::{one['severity']} file={one['path']},line={one['line']},col={one['column']},title={one['code']}::"
        )


def test_an_annotation_stays_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    problem = Problem(Place("a.yml", 3, 4), "field-value", "45% of\r\nthem", "mend it")
    cli_say.say([problem], argparse.Namespace(format="github"))
    assert capsys.readouterr().out == (
        "::error file=a.yml,line=3,col=4,title=field-value::45%25 of\\r\\nthem (mend it)\n"
    )


# Beginning a record ----------------------------------------------------------------------------------------


def test_a_new_record_is_written_once_and_says_what_is_missing(run: Run, small: Path) -> None:
    path = "content/claims/night/late.yml"
    quote = next(iter(building.load(small)[0].claims)).evidence[0].quote
    status, out, err = run(small, "new", "claim", "late", "--folder", "night", "--quote", quote)
    assert (status, out) == (0, f"{path}\n")
    assert err == "fill in statement, stance, then run: evidence check\n"
    text = (small / path).read_text("utf-8")
    status, out, _ = run(small, "check")
    assert status == 1
    assert {line.partition(":")[0] for line in out.splitlines()} == {path}
    status, out, err = run(small, "new", "claim", "late")
    assert (status, err) == (1, "")
    assert out == "content/claims/late.yml:1:1: id-duplicate: there is a record late already (mend that file)\n"
    assert not (small / "content/claims/late.yml").exists()
    assert (small / path).read_text("utf-8") == text


def test_a_quotation_that_is_nowhere_writes_nothing_and_shows_the_nearest_passage(run: Run, small: Path) -> None:
    quote = next(iter(building.load(small)[0].claims)).evidence[0].quote
    status, out, _ = run(small, "new", "claim", "late", "--quote", quote.replace(" ", " never ", 1))
    assert status == 1
    assert out.startswith("content/claims/late.yml:1:1: quote-not-found: ")
    assert "(the nearest passage is: " in out
    assert not (small / "content/claims/late.yml").exists()


# Counting --------------------------------------------------------------------------------------------------


def test_coverage_is_counted_and_gaps_are_named(run: Run, small: Path) -> None:
    (small / QUOTE).unlink()
    status, out, err = run(small, "coverage")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Guide (guide)"
    assert "  markers covered     2 of 3" in lines
    assert "    missing           1" in lines
    [gap] = [line for line in lines if "not covered" in line]
    assert gap.startswith("  not covered: seeds/guide.txt:14: Nights, paragraph 1: Grey field slugs are active at ")
    assert "quotations verified   4 of 4" in lines


def test_coverage_of_a_site_full_of_problems_is_still_counted(run: Run) -> None:
    status, out, _ = run(WRONG, "coverage")
    assert status == 1
    assert "quotations verified" in out


def test_coverage_is_counted_where_a_quotation_cites_what_nobody_knows(run: Run, small: Path) -> None:
    (small / "references.bib").write_text("", "utf-8")
    status, out, _ = run(small, "coverage")
    assert status == 1
    assert "quotations verified" in out


def test_a_record_is_begun_beside_one_that_links_to_nothing(run: Run, small: Path) -> None:
    claim = next((small / "content").rglob("claims/*[!_]*.yml"))
    text = claim.read_text("utf-8")
    claim.write_text(text.replace("statement: ", "statement: See [[nothing]]. ", 1).replace(">-", "", 1), "utf-8")
    status, out, _ = run(small, "new", "claim", "late")
    assert (status, out) == (0, "content/claims/late.yml\n")


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1:99999", "127.0.0.1:", ":port"])
def test_an_address_to_serve_at_has_a_port(run: Run, small: Path, address: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(small, "serve", "--address", address)
    assert stopped.value.code == 2


def test_coverage_in_the_form_for_programs_is_one_value(run: Run) -> None:
    _, out, _ = run(SITES / "small", "coverage", "--format", "json")
    json.loads(out)


@pytest.mark.parametrize("length", [4, 20, 21, 22, 40])
def test_counts_stand_below_each_other_and_apart_from_the_longest_level(run: Run, small: Path, length: int) -> None:
    for path in (small / "content").rglob("*.yml"):
        text = re.sub(r"\b(level|id): garden\b", rf"\1: {'g' * length}", path.read_text("utf-8"))
        path.write_text(text, "utf-8")
    lines = run(small, "coverage")[1].splitlines()
    counts = [line for line in lines if " supports " in line]
    assert any(line.startswith(f"  {'g' * length}  ") for line in counts)
    assert len({line.index("supports ") for line in counts}) == 1


def test_digests_are_printed_of_what_there_is(run: Run) -> None:
    status, out, err = run(SITES / "small", "digest", "night", "nihgt")
    assert status == 1
    assert out.endswith("  night\n")
    assert len(out.splitlines()) == 1
    assert err.startswith("there is no record 'nihgt' (did you mean night?")


# Writing pages ---------------------------------------------------------------------------------------------


def test_pages_are_written_once(run: Run, small: Path) -> None:
    status, out, err = run(small, "pages")
    assert (status, out) == (0, "")
    total = len(list((small / "docs").rglob("*.md")))
    assert err == f"{total} pages: {total} written, 0 removed\n"
    assert run(small, "pages")[2] == f"{total} pages: 0 written, 0 removed\n"


def test_a_problem_is_found_before_any_page_is_written(run: Run, small: Path) -> None:
    misquote(small)
    status, out, _ = run(small, "pages")
    assert status == 1
    assert out.startswith(f"{QUOTE}:6:12: quote-not-found: ")
    assert [one.name for one in (small / "docs").iterdir()] == [".lock"]


def test_a_page_written_by_hand_is_not_replaced(run: Run, small: Path) -> None:
    page = small / "docs" / "slugs" / "grey-field-slug.md"
    page.parent.mkdir(parents=True)
    page.write_text("# My slugs\n", "utf-8")
    status, out, _ = run(small, "pages")
    assert status == 1
    assert out == (
        "docs/slugs/grey-field-slug.md:1:1: page-conflict: this was not generated,"
        " but a record generates slugs/grey-field-slug.md (rename one of the two)\n"
    )
    assert [path.name for path in (small / "docs").rglob("*.*") if path.is_file()] == [".lock", page.name]
    assert page.read_text("utf-8") == "# My slugs\n"


@pytest.mark.parametrize("address", ["id", "former id"])
def test_a_record_does_not_take_the_place_of_the_list_of_its_kind(run: Run, small: Path, address: str) -> None:
    if address == "id":
        (small / "content" / "plants" / "index.yml").write_text("name: Index plant\n", "utf-8")
    else:
        change(small / "content" / "plants" / "lettuce.yml", "name: Lettuce\n", "name: Lettuce\nformer_ids: [index]\n")
    status, _, _ = run(small, "pages")
    assert status == 1 or "# Plants" in (small / "docs" / "plants" / "index.md").read_text("utf-8")


def test_a_kind_does_not_take_the_address_of_the_bibliography(run: Run, small: Path) -> None:
    (small / "content" / "plants").rename(small / "content" / "references")
    change(small / "mkdocs.yml", "plants/index.md", "references/index.md")
    assert run(small, "pages")[0] == 1


# Building --------------------------------------------------------------------------------------------------


@dataclass
class Publisher:
    """Stands in for MkDocs: notes where to publish, and writes one page there or fails."""

    ok: bool = True
    calls: list[tuple[Path, Path, bool]] = field(default_factory=list)

    def __call__(self, root: Path, site: Path, *, offline: bool, builder: str) -> list[Problem]:
        self.calls.append((root, site, offline))
        self.builder = builder
        if not self.ok:
            return [Problem(Place("docs/index.md"), "not-published", "a link leads nowhere")]
        site.mkdir(parents=True)
        (site / "index.html").write_text("home", "utf-8")
        return []


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Publisher:
    player = Publisher()
    monkeypatch.setattr(publishing, "publish", player)
    return player


def test_a_build_publishes_to_the_folder_site(run: Run, small: Path, publisher: Publisher) -> None:
    status, out, err = run(small, "build")
    assert (status, out) == (0, "")
    assert publisher.calls == [(small, small / "site", False)]
    assert err.splitlines()[-1] == f"open {small / 'site' / 'index.html'}"


def test_a_build_uses_the_builder_that_is_named(run: Run, small: Path, publisher: Publisher) -> None:
    assert (run(small, "build")[0], publisher.builder) == (0, "mkdocs")
    shutil.rmtree(small / "site")
    assert (run(small, "build", "--builder", "properdocs")[0], publisher.builder) == (0, "properdocs")


def test_a_build_publishes_where_it_is_told_to(
    run: Run, small: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.parent)
    assert run(small, "build", "--site", "elsewhere/slugs")[0] == 0
    assert publisher.calls == [(small, small.parent / "elsewhere" / "slugs", False)]


def test_a_build_for_the_disk_is_packed_beside_its_folder(run: Run, small: Path, publisher: Publisher) -> None:
    status, _, err = run(small, "build", "--offline")
    folder = small / "build" / "offline"
    assert status == 0
    assert publisher.calls == [(small, folder / "evidence", True)]
    with zipfile.ZipFile(folder / "evidence.zip") as archive:
        assert archive.namelist() == ["evidence/index.html"]
    assert err.splitlines()[1:] == [
        f"packed {folder / 'evidence.zip'}",
        f"open {folder / 'evidence' / 'index.html'}",
    ]


def test_problems_stop_a_build_before_anything_is_published(run: Run, small: Path, publisher: Publisher) -> None:
    misquote(small)
    status, out, err = run(small, "build", "--offline")
    assert (status, publisher.calls) == (1, [])
    assert "quote-not-found" in out
    assert err == "nothing was published; the site that was there is unchanged\n"
    assert not (small / "build").exists()


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_in_the_way_of_publishing_is_a_problem(run: Run, small: Path, publisher: Publisher, form: str) -> None:
    publisher.ok = False
    status, out, err = run(small, "build", "--offline", "--format", form)
    assert status == 1
    problem = "docs/index.md:1:1: not-published: a link leads nowhere\n"
    assert out == problem if form == "text" else [one["code"] for one in json.loads(out)] == ["not-published"]
    assert err.splitlines()[1:] == ["nothing was published; the site that was there is unchanged"]
    assert not (small / "build").exists()


def test_a_folder_that_is_no_site_is_named_as_what_is_in_the_way(run: Run, small: Path) -> None:
    (small / "mine").mkdir()
    (small / "mine" / "letter.txt").write_text("dear", "utf-8")
    status, out, err = run(small, "build", "--site", str(small / "mine"))
    assert status == 1
    reason = "the folder holds something that is no published site (name another folder)"
    assert out == f"{small / 'mine'}:1:1: not-published: {reason}\n"
    assert "MkDocs" not in err
    assert [one.name for one in (small / "mine").iterdir()] == ["letter.txt"]


# Serving ---------------------------------------------------------------------------------------------------


@dataclass
class Server:
    """Stands in for MkDocs' server: runs until it is stopped, or has ended with a status."""

    returncode: int | None = None
    stopped: bool = False

    def poll(self) -> int | None:
        return self.returncode


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    player = Server()

    @contextmanager
    def serving(*_: object) -> Iterator[Server]:
        try:
            yield player
        finally:
            player.stopped = True

    monkeypatch.setattr(builders, "serving", serving)
    monkeypatch.setattr(preparing, "refusal", lambda _: "a plugin is not known")
    return player


def meanwhile(monkeypatch: pytest.MonkeyPatch, *events: Callable[[], Any]) -> None:
    """While the command waits for edits these things happen, one at each wait; then somebody presses Ctrl-C."""
    left = iter(events)

    def wait(_: float) -> None:
        event = next(left, None)
        if event is None:
            raise KeyboardInterrupt
        event()

    monkeypatch.setattr(time, "sleep", wait)


def test_pages_follow_the_edits_until_somebody_stops_the_server(
    run: Run, small: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = small / "content" / "plants" / "lettuce.yml"
    page = small / "docs" / "plants" / "lettuce.md"
    seen = []
    meanwhile(
        monkeypatch,
        lambda: seen.append("# Lettuce" in page.read_text("utf-8")),
        lambda: record.write_text("name: Lamb’s lettuce\n", "utf-8"),
        lambda: seen.append("# Lamb’s lettuce" in page.read_text("utf-8")),
    )
    status, _, err = run(small, "serve")
    assert (status, seen, server.stopped) == (0, [True, True], True)
    [again] = err.splitlines()[1:]
    assert re.fullmatch(r"\d+ pages: [1-9] written, 0 removed", again)


def test_a_mistake_while_serving_is_printed_and_the_pages_stay(
    run: Run, small: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = (small / QUOTE).read_text("utf-8")
    meanwhile(
        monkeypatch,
        lambda: misquote(small),
        lambda: (small / QUOTE).write_text(quote, "utf-8"),
    )
    status, out, err = run(small, "serve")
    assert status == 0
    assert out.startswith(f"{QUOTE}:6:12: quote-not-found: ")
    assert len(out.splitlines()) == 1
    assert err.splitlines()[1].endswith(" pages: 0 written, 0 removed")


def test_nothing_is_served_where_there_are_problems(run: Run, small: Path, server: Server) -> None:
    misquote(small)
    status, out, _ = run(small, "serve")
    assert status == 1
    assert "quote-not-found" in out


def test_a_server_that_cannot_start_ends_the_command(run: Run, small: Path, server: Server) -> None:
    server.returncode = 3
    assert run(small, "serve")[0] == 3


MISTAKES = {
    "a template": ("templates/topic.md.j2", "{% if %}", "1:1: template-error: "),
    "a template that runs": ("templates/topic.md.j2", "\n{{ 1 / 0 }}", "2:1: template-error: "),
    "a template in another encoding": ("templates/topic.md.j2", "\udcff", "1:1: file-unreadable: "),
    "words": ("templates/words.yml", "a: b: c", "1:5: yaml-syntax: "),
    "the citation style": ("templates/citation-style.csl", "<style", "1:1: template-error: "),
    "the settings": ("mkdocs.yml", "site_name: [", "1:13: yaml-syntax: "),
    "a kind": ("content/slugs/_kind.yml", "id: ../slug", "1:5: field-value: "),
    "the sources": ("seeds/_sources.yml", "- 5", "1:3: field-value: "),
    "the references": ("references.bib", "@article{", "1:1: bib-syntax: "),
    "a page": ("docs/plants/lettuce.md", None, "1:1: page-edited: "),
    "a folder in place of a page": ("docs/plants/lettuce.md", ..., "1:1: page-conflict: "),
}
"""What is written into which file (nothing: one line more; an ellipsis: the file becomes a folder), and what comes."""


@pytest.mark.parametrize("name", MISTAKES)
def test_no_mistake_ends_serving(
    run: Run, small: Path, server: Server, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    file, text, problem = MISTAKES[name]
    expected = f"{file}:{problem}"
    path = small / file
    whole: list[bytes] = []

    def break_it() -> None:
        whole.append(path.read_bytes())
        if isinstance(text, str):
            path.write_bytes(text.encode("utf-8", "surrogateescape"))
        elif text is None:
            path.write_bytes(whole[0] + b"By hand.\n")
        else:
            path.unlink()
            path.mkdir()
        (small / "content" / "plants" / "lettuce.yml").touch()

    def mend_it() -> None:
        if path.is_dir():
            path.rmdir()
        path.write_bytes(whole[0])
        (small / "content" / "plants" / "lettuce.yml").write_text("name: Cress\n", "utf-8")

    meanwhile(monkeypatch, break_it, mend_it)
    status, out, err = run(small, "serve")
    assert status == 0
    assert expected in [line[: len(expected)] for line in out.splitlines()]
    assert re.fullmatch(r"\d+ pages: [1-9]\d* written, 0 removed", err.splitlines()[-1])
    assert "# Cress" in (small / "docs" / "plants" / "lettuce.md").read_text("utf-8")
    assert server.stopped


@pytest.mark.parametrize("trouble", [RuntimeError, SystemExit])
def test_whatever_ends_serving_ends_the_server(
    run: Run, small: Path, server: Server, monkeypatch: pytest.MonkeyPatch, trouble: type[BaseException]
) -> None:
    def fail() -> None:
        raise trouble

    meanwhile(monkeypatch, fail)
    with pytest.raises(trouble):
        run(small, "serve")
    assert server.stopped


# What the system does not allow ------------------------------------------------------------------------------


def refuse(monkeypatch: pytest.MonkeyPatch, number: int, name: str) -> None:
    """Let no page of that name be written: the disk is full, or whatever error number is given."""
    write = Path.write_bytes

    def write_bytes(path: Path, data: bytes) -> int:
        if name in path.name:
            raise OSError(number, os.strerror(number))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_page_that_cannot_be_written_is_a_problem(
    run: Run, small: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    refuse(monkeypatch, number, "lettuce.md")
    status, out, err = run(small, "build")
    assert (status, publisher.calls) == (1, [])
    reason = f"{os.strerror(number)} (look at its permissions, at the room on the disk and at what else is there)"
    assert out == f"docs/plants/lettuce.md:1:1: file-unwritable: {reason}\n"
    assert err == "nothing was published; the site that was there is unchanged\n"
    assert not [one.name for one in (small / "docs").rglob("*.new")]
    monkeypatch.undo()
    assert run(small, "pages")[0] == 0


def test_a_file_in_place_of_a_folder_of_pages_is_a_problem(run: Run, small: Path) -> None:
    (small / "docs").write_text("a file", "utf-8")
    status, out, _ = run(small, "pages")
    assert status == 1
    assert out.startswith("docs:1:1: file-unwritable: File exists (")
    assert (small / "docs").read_text("utf-8") == "a file"


def test_what_could_not_be_packed_is_not_done(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def publish(_root: Path, site: Path, _tell: object, **_: object) -> list[Problem]:
        for name in ("index.html", "data/datapackage.json"):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text("{}", "utf-8")
        return []

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "evidence.zip")

    monkeypatch.setattr(fast, "publish", publish)
    build = ("build", "--offline", "--fast")
    assert run(small, *build)[0] == 0
    assert run(small, *build)[2].endswith("nothing has changed\n")
    (small / "content" / "claims" / ".note").write_text("edited", "utf-8")
    with monkeypatch.context() as disk:
        disk.setattr(publishing, "pack", full)
        assert run(small, *build)[0] == 1
    assert "packed" in run(small, *build)[2]
    assert run(small, *build)[2].endswith("nothing has changed\n")


def test_a_zip_that_is_no_copy_of_a_site_is_left_alone(run: Run, small: Path, publisher: Publisher) -> None:
    (small / "thesis.zip").write_bytes(b"years of work")
    status, out, err = run(small, "build", "--offline", "--site", str(small / "thesis"))
    assert (status, publisher.calls) == (1, [])
    assert "thesis.zip is no copy of a site, and would be written over (name another folder with --site)" in out + err
    assert (small / "thesis.zip").read_bytes() == b"years of work"


def test_a_zip_that_cannot_be_written_is_a_problem(run: Run, small: Path, publisher: Publisher) -> None:
    (small / "build" / "offline" / "evidence.zip").mkdir(parents=True)
    status, out, _ = run(small, "build", "--offline")
    assert status == 1
    assert re.match(r"build/offline/\S+:1:1: file-unwritable: Is a directory ", out)
    assert not [one.name for one in (small / "build" / "offline").glob(".*")]


def test_nobody_has_to_read_to_the_end(small: Path) -> None:
    program = f"import sys; from evidence.cli import main; sys.exit(main(['--root', {str(WRONG)!r}, 'check']))"
    command = f"{sys.executable} -c {shlex.quote(program)} | true"
    result = subprocess.run(["sh", "-c", command], env=environment(), capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr


# Two at once -------------------------------------------------------------------------------------------------


def test_two_runs_at_once_follow_each_other(small: Path) -> None:
    with alone(small / "docs", lambda: None):
        command = [sys.executable, "-m", "evidence", "--root", str(small), "pages"]
        other = subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True)
        assert other.stderr
        assert other.stderr.readline() == "waiting for another run to end\n"
        assert other.poll() is None
        assert not list((small / "docs").glob("*.md"))
    _, err = other.communicate(timeout=60)
    assert other.returncode == 0
    assert " pages: " in err


def test_a_signal_ends_a_command_without_a_traceback(small: Path) -> None:
    with alone(small / "docs", lambda: None):
        command = [sys.executable, "-m", "evidence", "--root", str(small), "build"]
        other = subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True)
        assert other.stderr
        other.stderr.readline()
        other.terminate()
        _, err = other.communicate(timeout=60)
    assert (other.returncode, err) == (130, "")
