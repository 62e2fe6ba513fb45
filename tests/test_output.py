"""Writing pages: only what changed is written, only what was generated is removed or replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.output import DATA, STAGE, Written, generated, lay, seal, staging, write_all
from evidence.problems import Problem
from evidence.rendering import STAMP
from trials import trials


def page(text: str = "Slugs") -> str:
    """A generated page."""
    return f"---\n{STAMP}content/slugs/slug.yml\ntitle: Slugs\n---\n\n# {text}\n"


PAGES = {"index.md": page("Home"), "slugs/index.md": page(), "slugs/grey-slug.md": page("Grey slug")}
BY_HAND = "# About\n\nWritten by hand.\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with one page and one picture of a person's own."""
    folder = tmp_path / "docs"
    (folder / "assets").mkdir(parents=True)
    (folder / "assets" / "slug.svg").write_text("<svg/>", "utf-8")
    (folder / "about.md").write_text(BY_HAND, "utf-8")
    return folder


def write(
    docs: Path, pages: Mapping[str, str], data: Mapping[str, str] | None = None
) -> tuple[Written | None, list[Problem]]:
    """Lay pages and data ready and write them."""
    with staging(docs):
        ready = {path: lay(docs, path, seal(text)) for path, text in pages.items()}
        return write_all(docs, ready, {path: lay(docs, f"{DATA}/{path}", text) for path, text in (data or {}).items()})


def write_pages(docs: Path, pages: Mapping[str, str]) -> Written:
    """Write pages of a site without data where nothing is in the way."""
    written, problems = write(docs, pages)
    assert problems == []
    assert written
    return written


def refused(docs: Path, pages: Mapping[str, str], data: Mapping[str, str] | None = None) -> list[str]:
    """What is in the way of writing; then nothing is written."""
    before = tree(docs)
    written, problems = write(docs, pages, data)
    assert written is None
    assert tree(docs) == before
    return [str(problem) for problem in problems]


def sealed(pages: Mapping[str, str]) -> dict[str, bytes]:
    """What stands in the files of some pages."""
    return {path: seal(text).encode() for path, text in pages.items()}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, the mark of a data folder apart."""
    files = (one for one in folder.rglob("*") if one.is_file() and one.name != ".generated")
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}


def stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    """Which file stands at each path, and when it was written."""
    return {one: (one.stat().st_ino, one.stat().st_mtime_ns) for one in folder.rglob("*") if one.is_file()}


def test_pages_are_written_with_their_folders_and_nothing_else_changes(docs: Path) -> None:
    assert write_pages(docs, PAGES) == Written(total=3, changed=3, removed=0)
    found = tree(docs)
    del found[".gitignore"]
    assert found == {
        **sealed(PAGES),
        "about.md": BY_HAND.encode(),
        "assets/slug.svg": b"<svg/>",
    }


def test_what_has_not_changed_is_not_written(docs: Path) -> None:
    write_pages(docs, PAGES)
    before = stamps(docs)
    assert write_pages(docs, PAGES) == Written(total=3, changed=0, removed=0)
    assert stamps(docs) == before


def test_only_the_page_that_changed_is_written(docs: Path) -> None:
    write_pages(docs, PAGES)
    before = stamps(docs)
    assert write_pages(docs, {**PAGES, "index.md": page("Welcome")}) == Written(total=3, changed=1, removed=0)
    after = stamps(docs)
    assert [path.name for path in before if before[path] != after[path]] == ["index.md"]


def test_text_keeps_its_letters_and_line_ends(docs: Path) -> None:
    text = page("Παπαδοπούλου – 葛飾").replace("# ", "one\r\ntwo\n# ")
    write_pages(docs, {"index.md": text})
    assert (docs / "index.md").read_bytes() == seal(text).encode()


def test_a_page_that_nothing_generates_any_more_is_removed_with_its_empty_folder(docs: Path) -> None:
    write_pages(docs, {**PAGES, "snails/roman/shell.md": page("Shell")})
    assert write_pages(docs, {"index.md": PAGES["index.md"]}) == Written(total=1, changed=0, removed=3)
    assert sorted(one.name for one in docs.iterdir()) == [".gitignore", "about.md", "assets", "data", "index.md"]


def test_a_folder_with_a_page_written_by_hand_stays(docs: Path) -> None:
    write_pages(docs, PAGES)
    (docs / "slugs" / "notes.md").write_text(BY_HAND, "utf-8")
    assert write_pages(docs, {"index.md": PAGES["index.md"]}).removed == 2
    assert tree(docs / "slugs") == {"notes.md": BY_HAND.encode()}


@pytest.mark.parametrize(
    "text",
    [
        BY_HAND,
        "",
        f"# A heading\n\n---\n{STAMP}later on in the page\n---\n",
        f"---\ntitle: Ours\n{STAMP}not in the first line\n---\n",
        f"\ufeff---\n{STAMP}behind a byte order mark\n---\n",
    ],
    ids=["plain", "empty", "stamp in the text", "stamp in the second line", "byte order mark"],
)
def test_a_page_without_the_stamp_is_nobodys_to_remove_or_replace(docs: Path, text: str) -> None:
    (docs / "slugs").mkdir()
    (docs / "slugs" / "grey-slug.md").write_text(text, "utf-8")
    write_pages(docs, {"index.md": page()})
    assert refused(docs, {"index.md": page("Changed"), "slugs/grey-slug.md": page()}) == [
        "docs/slugs/grey-slug.md:1:1: page-conflict: this was not generated, but a record generates slugs/grey-slug.md "
        "(rename one of the two)"
    ]


def test_nothing_is_written_where_a_folder_is_in_the_way(docs: Path) -> None:
    (docs / "index.md").mkdir()
    (docs / "index.md" / "kept.txt").write_text("kept", "utf-8")
    [problem] = refused(docs, PAGES)
    assert problem.startswith("docs/index.md:1:1: page-conflict: this was not generated")


def test_nothing_is_written_where_a_file_is_in_the_way_of_a_folder(docs: Path) -> None:
    (docs / "slugs").write_text("a file", "utf-8")
    found = refused(docs, PAGES)
    assert [one.partition(" (")[0] for one in found] == [
        f"docs/slugs:1:1: page-conflict: this was not generated, but a record generates slugs/{name}.md"
        for name in ("index", "grey-slug")
    ]


EDITS: dict[str, Callable[[str], str]] = {
    "a line more": lambda text: text + "By hand.\n",
    "a letter": lambda text: text.replace("Grey", "Gray"),
    "a title": lambda text: text.replace("title: Slugs", "title: Snails"),
    "the stamp": lambda text: text.replace("slugs/slug.yml", "slugs/slag.yml"),
    "line ends": lambda text: text.replace("\n", "\r\n").replace("\r\n", "\n", 2),
    "nothing left": lambda text: "\n".join(text.split("\n")[:2]) + "\n",
    "other letters": lambda text: text.replace("Grey", "Gr\udcffey"),
}


@pytest.mark.parametrize("wanted", [PAGES, {"index.md": page("Home")}], ids=["still generated", "no longer generated"])
@pytest.mark.parametrize("edit", EDITS)
def test_a_page_that_was_changed_by_hand_is_neither_replaced_nor_removed(
    docs: Path, edit: str, wanted: Mapping[str, str]
) -> None:
    write_pages(docs, PAGES)
    path = docs / "slugs" / "grey-slug.md"
    text = EDITS[edit](path.read_text("utf-8"))
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    [problem] = refused(docs, {**wanted, "index.md": page("Welcome")})
    record = "content/slugs/slag.yml" if edit == "the stamp" else "content/slugs/slug.yml"
    assert problem == (
        "docs/slugs/grey-slug.md:1:1: page-edited: this generated page was changed by hand, and nothing is written over"
        f" it (make the change in {record}, then delete this page)"
    )
    path.unlink()
    assert write_pages(docs, wanted).total == len(wanted)


def test_every_page_that_is_in_the_way_is_named(docs: Path) -> None:
    write_pages(docs, PAGES)
    for name in PAGES:
        with (docs / name).open("a", encoding="utf-8") as file:
            file.write("By hand.\n")
    (docs / "plants.md").write_text(BY_HAND, "utf-8")
    assert len(refused(docs, {**PAGES, "plants.md": page()})) == len(PAGES) + 1


def test_a_page_of_an_older_build_whose_stamp_has_no_digest_is_replaced(docs: Path) -> None:
    (docs / "index.md").write_text(page("Older"), "utf-8")
    assert write_pages(docs, {"index.md": page("Home")}).changed == 1


def test_a_folder_may_be_named_like_a_page(docs: Path) -> None:
    (docs / "notes.md").mkdir()
    (docs / "notes.md" / "kept.txt").write_text("kept", "utf-8")
    assert write_pages(docs, PAGES).removed == 0
    assert (docs / "notes.md" / "kept.txt").is_file()


def test_git_is_told_to_ignore_whole_folders_and_single_pages_beside_those_written_by_hand(docs: Path) -> None:
    (docs / "plants").mkdir()
    (docs / "plants" / "notes.md").write_text(BY_HAND, "utf-8")
    write_pages(docs, {**PAGES, "plants/index.md": page("Plants")})
    assert (docs / ".gitignore").read_text("utf-8").splitlines()[1:] == [
        "/.gitignore",
        "/.lock",
        "/.new/",
        "/data/",
        "/index.md",
        "/plants/index.md",
        "/slugs/",
    ]


def test_a_list_of_pages_that_git_ignores_counts_as_no_page(docs: Path) -> None:
    write_pages(docs, PAGES)
    (docs / ".gitignore").unlink()
    assert write_pages(docs, PAGES) == Written(total=3, changed=0, removed=0)
    assert (docs / ".gitignore").is_file()


names = st.sampled_from(["index.md", "a.md", "a/index.md", "a/b.md", "a/b/c.md", "d/e.md", "d/f/g.md"])
sites = st.dictionaries(names, st.sampled_from([page("One"), page("Two")]))


@trials()
@given(runs=st.lists(sites, min_size=1, max_size=4))
def test_after_any_runs_the_pages_are_those_of_the_last(
    tmp_path_factory: pytest.TempPathFactory, runs: list[Mapping[str, str]]
) -> None:
    docs = tmp_path_factory.mktemp("docs")
    (docs / "about.md").write_text(BY_HAND, "utf-8")
    before: Mapping[str, str] = {}
    for pages in runs:
        written = write_pages(docs, pages)
        changed = [path for path, text in pages.items() if before.get(path) != text]
        assert written == Written(len(pages), len(changed), len(set(before) - set(pages)))
        before = pages
    found = tree(docs)
    assert found.pop("about.md") == BY_HAND.encode()
    assert found.pop(".gitignore")
    assert found == sealed(before)
    assert all(any(folder.iterdir()) for folder in docs.rglob("*") if folder.is_dir())


def test_the_data_folder_holds_what_was_last_given_and_nothing_else(docs: Path) -> None:
    write(docs, PAGES, {"slugs.csv": "id\n", "more/plants.csv": "id\n"})
    before = stamps(docs / "data")
    write(docs, PAGES, {"slugs.csv": "id\n"})
    assert tree(docs / "data") == {"slugs.csv": b"id\n"}
    after = {path: stamp for path, stamp in stamps(docs / "data").items() if path.name != ".generated"}
    assert after.items() <= before.items()
    assert not (docs / "data" / "more").exists()


def test_a_data_folder_of_a_persons_own_is_left_alone(docs: Path) -> None:
    (docs / "data").mkdir()
    (docs / "data" / "slugs.csv").write_text("mine\n", "utf-8")
    assert refused(docs, PAGES, {"slugs.csv": "id\n"}) == [
        "docs/data:1:1: page-conflict: the data of the site is written here (rename the folder)"
    ]


def test_what_a_person_put_beside_the_data_is_neither_removed_nor_written_over(docs: Path) -> None:
    write(docs, PAGES, {"slugs.csv": "id\n"})
    (docs / "data" / "mine.csv").write_text("mine\n", "utf-8")
    assert refused(docs, PAGES, {"slugs.csv": "id\n", "mine.csv": "id\n"}) == [
        "docs/data/mine.csv:1:1: page-conflict: this was not generated, but all of docs/data/ is "
        "(move it to another folder)"
    ]
    (docs / "data" / "mine.csv").unlink()
    (docs / "data" / ".generated").write_bytes(b"")  # as earlier versions left it
    assert write(docs, PAGES, {"plants.csv": "id\n"})[1] == []
    assert tree(docs / "data") == {"plants.csv": b"id\n"}


def test_a_list_for_git_of_a_persons_own_is_left_alone(docs: Path) -> None:
    (docs / ".gitignore").write_text("*.tmp\n", "utf-8")
    assert refused(docs, PAGES) == [
        "docs/.gitignore:1:1: page-conflict: this was not generated, but the build lists the generated pages here "
        "(put its lines into the .gitignore above it)"
    ]


@pytest.mark.parametrize("name", ["slugs.md", "Slugs.md", "slugs/README.md", "slugs/grey-slug/index.md"])
def test_a_page_of_a_persons_own_is_not_lost_to_one_with_the_same_address(docs: Path, name: str) -> None:
    (docs / name).parent.mkdir(parents=True, exist_ok=True)
    (docs / name).write_text(BY_HAND, "utf-8")
    [problem] = refused(docs, PAGES)
    assert problem.startswith(f"docs/{name}:1:1: page-conflict: this was not generated, but a record generates slugs/")
    assert problem.endswith(", which has the same address (rename one of the two)")


def test_what_is_generated_is_written_down_with_whole_folders(tmp_path: Path) -> None:
    assert generated(tmp_path) == frozenset()
    (tmp_path / "own.md").write_text("# Own\n", "utf-8")
    write(tmp_path, {"index.md": page("one"), "slugs/grey.md": page("two")})
    assert generated(tmp_path) >= {tmp_path / "index.md", tmp_path / "slugs", tmp_path / "data"}
    assert tmp_path / "own.md" not in generated(tmp_path)


def test_a_page_is_laid_ready_before_it_is_written_and_only_where_it_says_something_new(docs: Path) -> None:
    texts = {path: seal(page(path)) for path in ("slugs/a.md", "slugs/b.md")}
    for _ in range(2):
        with staging(docs):
            ready = {path: lay(docs, path, text) for path, text in texts.items()}
            assert write_all(docs, ready, {})[0]
        assert {path: (docs / path).read_text("utf-8") for path in texts} == texts
        assert not (docs / STAGE).exists()
    assert set(ready.values()) == {None}


def test_what_was_laid_ready_goes_where_something_is_in_the_way(docs: Path) -> None:
    (docs / "slugs").write_text("mine", "utf-8")
    before = tree(docs)
    with staging(docs):
        ready = lay(docs, "slugs/a.md", seal(page()))
        assert ready
        assert ready.read_text("utf-8")
        assert write_all(docs, {"slugs/a.md": ready}, {})[0] is None
    assert tree(docs) == before
