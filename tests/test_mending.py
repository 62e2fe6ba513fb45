"""What has one right answer is mended, and nothing else is touched."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import GARDEN, SiteFactory, write
from evidence import mending, yamltext
from evidence.bibediting import difference
from evidence.cli import main
from evidence.mending import mend
from evidence.problems import errors
from sitetools import OWN, ROOT
from trials import trials

WRONG = ROOT / "tests" / "sites" / "everything-wrong"
CLAIM = "content/claims/copper-lettuce.yml"
SLUG = "content/slugs/grey-slug.yml"


def everything(_: str) -> bool:
    return True


def mended(root: Path) -> dict[str, str]:
    """The files that would change, as they would be."""
    return {change.path: change.after.decode() for change in mend(root, everything).changes}


def one(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


# One slip at a time ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("stance: supports", "stance: support"),
        ("stance: supports", "stanse: Supports"),
        ("  remedy: [copper]", "  remedies: [copper band]"),
        ("  slug: [grey-slug]", "  slug: [Grey_Slug]"),
        ("  slug: [grey-slug]", "  slug: GFS"),
        ("  slug: [grey-slug]", "  slug: [grey-slug, GFS]"),
        ("  slug: [grey-slug]", "  slug: [field-slug]"),
        ("change: improves", "change: improve"),
        ("target: lettuce", "target: {text: lettuce}"),
        ("level: garden", "level: gardne"),
        ("level: garden", "levl: garden"),
        ("    quote:", "    qoute:"),
        ("- source: guide", "- source: Guide"),
        ("cites: [field-1, field-3]", "cites: [1, 3]"),
        ("cites: [field-1, field-3]", 'cites: "[1, 3]"'),
        ("cites: [field-1, field-3]", "cites: 1, 3"),
        ("cites: [field-1, field-3]", "cites: [field-1]"),
        ("cites: [field-1, field-3]", "cites: [Field-01, '@field-3']"),
        ("cites: [field-1, field-3]", "cites: [field-1, field-3, field-1]"),
    ],
)
def test_a_slip_in_a_claim_is_mended(site: SiteFactory, right: str, wrong: str) -> None:
    text = "# Above\n" + GARDEN[CLAIM].replace("stance:", "# Why\nstance:")
    former = {SLUG: GARDEN[SLUG] + "former_ids: [field-slug]\n"}
    after = mended(site({**GARDEN, **former, CLAIM: one(text, right, wrong)}))
    expected = text.replace("slug: [grey-slug]", "slug: grey-slug") if wrong == "  slug: GFS" else text
    assert {name: _bare(one) for name, one in after.items()} == {CLAIM: _bare(expected)}


def _bare(text: str) -> str:
    """A claim without quotation marks that a mended value may leave behind or not need."""
    return text.replace('"', "").replace("'", "")


@pytest.mark.parametrize(
    "wrong",
    [
        "parent: gray-slug\n",  # a letter apart, but it might be another slug
        "summary: See [[the slug]].\n",
        "summary: See this # and that\n",
        "abbreviations: [\n",
        "nmae: Another\n",  # the right key is there already
        "colour: grey\n",
    ],
)
def test_what_may_mean_two_things_is_left_alone(site: SiteFactory, wrong: str) -> None:
    assert mended(site({**GARDEN, "content/slugs/field-slug.yml": "name: Field slug\n" + wrong})) == {}


def test_what_a_mended_record_has_wrong_besides_is_no_reason_not_to_mend_it(site: SiteFactory) -> None:
    """The slip hid it: there are more errors to see than before, and none more to mend."""
    text = one(GARDEN[CLAIM], "Bands of copper", "Belts of copper").replace("[copper]", "[tin]")
    wrong = one(text, "stance: supports", "stance: suports")
    found = mend(site({**GARDEN, CLAIM: wrong}), everything)
    assert [change.after.decode() for change in found.changes] == [text]
    assert len(found.problems) > 1


def test_a_file_that_would_be_worse_is_left_as_it_is(site: SiteFactory) -> None:
    twice = one(GARDEN[CLAIM], "stance: supports", "stanse: supports\nstnce: supports ")
    found = mend(site({**GARDEN, CLAIM: twice}), everything)
    assert found.refused == (CLAIM,)
    assert found.changes == ()


def test_byte_order_marks_and_carriage_returns_go(site: SiteFactory) -> None:
    text = "\ufeff" + GARDEN[SLUG].replace("\n", " \r\n").rstrip()
    assert mended(site({**GARDEN, SLUG: text})) == {SLUG: GARDEN[SLUG]}


def test_a_reading_keeps_its_claim_when_that_is_called_otherwise(site: SiteFactory) -> None:
    readings = "- claim: copper\n  digest: '0123456789abcdef'\n  verdict: confirmed # by two\n"
    files = {CLAIM: GARDEN[CLAIM] + "former_ids: [copper-1]\n", "content/_readings.yml": readings}
    after = mended(site({**GARDEN, **files, "content/_readings.yml": one(readings, ": copper", ": copper-1")}))
    assert after == {"content/_readings.yml": one(readings, ": copper", ": copper-lettuce")}


# A site full of them -----------------------------------------------------------------------------------------


def test_of_a_site_where_everything_is_wrong_just_this_is_mended() -> None:
    found = mend(WRONG, everything)
    lines = [
        line
        for change in found.changes
        for line in difference(change.before.decode(), change.after.decode(), change.path)
    ]
    assert lines == (WRONG / "expected-mending.diff").read_text("utf-8").splitlines()


def test_the_content_of_this_site_needs_no_mending() -> None:
    assert mended(ROOT) == {}


# The review's own records, with slips ------------------------------------------------------------------------

Slip = Callable[[str, random.Random], str]


def _typo(text: str, chance: random.Random) -> str:
    return re.sub(r"^(stance: \w+)\w$", r"\1", text, count=1, flags=re.MULTILINE)


def _key(text: str, chance: random.Random) -> str:
    return re.sub(
        r"^( *)(?:- )?(statement|evidence|quote|summary)(?=:)",
        lambda found: found[0][:-1],
        text,
        count=1,
        flags=re.MULTILINE,
    )


def _spaces(text: str, chance: random.Random) -> str:
    line = chance.choice([one for one in text.splitlines() if re.match(r"[\w-]+: \S", one) and one[-1] not in ">|-"])
    return text.replace(f"{line}\n", f"{line} \t\n", 1)


def _returns(text: str, chance: random.Random) -> str:
    return text.replace("\n", "\r\n")


def _case(text: str, chance: random.Random) -> str:
    return re.sub(r"(?<=: \[)[a-z][a-z-]+(?=[],])", lambda found: found[0].upper(), text, count=1)


def _number(text: str, chance: random.Random) -> str:
    return re.sub(r"(?<=cites: \[)li2024-0*(\d+)", r"\1", text, count=1)


def _twice(text: str, chance: random.Random) -> str:
    return re.sub(r"(: \[[a-z0-9-]+)(?=\]$)", r"\1, \1", text, count=1, flags=re.MULTILINE).replace(", : [", ", ")


def _remarks(text: str, chance: random.Random) -> str:
    """Comments on lines of their own and behind a list, which are no slips."""
    text = re.sub(r"^(?=stance:|evidence:|name:)", "# A remark: [a, a]\n", text, flags=re.MULTILINE)
    return re.sub(r"(\])$", r"\1  # another", text, count=1, flags=re.MULTILINE)


SLIPS: tuple[Slip, ...] = (_typo, _key, _spaces, _returns, _case, _number, _twice)


def test_slips_in_the_records_of_the_review_are_mended_to_the_letter(tmp_path: Path) -> None:
    """Comments, order and every other byte are as they were; where there is nothing to do a second run does nothing."""
    chance = random.Random(1)  # noqa: S311  # slips, not secrets
    for folder in ("content", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for name in OWN:
        shutil.copyfile(ROOT / name, tmp_path / name)
    files = sorted((tmp_path / "content").glob("[!_]*/**/[!_]*.yml"))
    wanted: dict[str, str] = {}
    for number, file in enumerate(chance.sample(files, 120)):
        text = _remarks(file.read_text("utf-8"), chance)
        wrong = SLIPS[number % len(SLIPS)](text, chance)
        file.write_bytes(wrong.encode())
        if wrong != text:
            wanted[file.relative_to(tmp_path).as_posix()] = text
    assert len(wanted) > 60
    found = mend(tmp_path, everything)
    after = {change.path: change.after.decode() for change in found.changes}
    assert after == wanted
    assert found.refused == ()
    write(tmp_path, after)
    assert mended(tmp_path) == {}


# Whatever a text says -----------------------------------------------------------------------------------------

SOUND = "# Above\n" + GARDEN[CLAIM].replace("stance: supports", "# Why\nstance: supports  # for now")
WORDS = ["copper", "Copper band", "GFS", "supports", "about", "lettuce", "[[GFS]]", "[@Field-1]", "[1, 3]", "field-1"]
PIECES = st.sampled_from([*WORDS, "1", "# c", "\n", "  ", "\r\n", ": ", ", ", "[", "]", "{", "}", '"', "'", "- ", "\t"])
COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)


@trials(40, 2000)
@given(st.lists(st.tuples(st.integers(0, len(SOUND)), st.integers(0, 3), PIECES), min_size=1, max_size=3))
def test_whatever_a_claim_says_no_comment_goes_and_a_second_run_changes_nothing(
    changes: list[tuple[int, int, str]],
) -> None:
    text = SOUND
    for start, length, piece in changes:
        text = text[:start] + piece + text[start + length :]
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), {**GARDEN, CLAIM: text})
        before = errors(mend(root, lambda _: False).problems)
        found = mend(root, everything)
        after = mended(write(root, {change.path: change.after.decode() for change in found.changes}))
    for change in found.changes:
        kept = [[one.rstrip() for one in COMMENT.findall(side.decode())] for side in (change.before, change.after)]
        assert change.path == CLAIM
        assert kept[0] == kept[1]
    assert after == {}
    assert bool(errors(found.problems)) <= bool(before)


# The command -------------------------------------------------------------------------------------------------


def test_the_command_shows_writes_and_says_what_is_left(site: SiteFactory, capsys: pytest.CaptureFixture[str]) -> None:
    text = one(GARDEN[CLAIM], "stance: supports", "stance: suports")
    root = site({**GARDEN, CLAIM: text, SLUG: GARDEN[SLUG] + "parent: none\n"})
    fix = ["--root", str(root), "fix"]
    assert main([*fix, "--dry-run"]) == 1
    out, err = capsys.readouterr()
    assert "\n-stance: suports\n+stance: supports\n" in out
    assert out.endswith(f"{SLUG}:4:9: link-unknown: there is no record 'none'\n")
    assert err == "1 files would change; nothing was written, 1 errors left\n"
    assert (root / CLAIM).read_text("utf-8") == text
    assert main([*fix, str(root / SLUG)]) == 1
    assert (root / CLAIM).read_text("utf-8") == text
    assert main([*fix, str(root / CLAIM)]) == 0
    assert (root / CLAIM).read_text("utf-8") == GARDEN[CLAIM]
    capsys.readouterr()
    assert main([*fix, str(root / CLAIM), "--format", "json"]) == 0
    assert capsys.readouterr() == ("[]\n", "0 files changed, 0 errors left\n")
    assert main([*fix, str(root / "nothing.yml")]) == 2


def test_for_programs_only_what_is_left_is_printed(site: SiteFactory, capsys: pytest.CaptureFixture[str]) -> None:
    root = site({**GARDEN, CLAIM: one(GARDEN[CLAIM], "stance: supports", "stance: suports")})
    assert main(["--root", str(root), "fix", "--format", "json"]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_a_file_keeps_its_permissions(site: SiteFactory) -> None:
    root = site({**GARDEN, SLUG: GARDEN[SLUG].rstrip()})
    (root / SLUG).chmod(0o640)
    assert main(["--root", str(root), "fix"]) == 0
    assert (root / SLUG).stat().st_mode & 0o777 == 0o640
    assert yamltext.read((root / SLUG).read_text("utf-8"), SLUG)[1] == []


def test_what_was_changed_meanwhile_is_not_overwritten(
    site: SiteFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site({**GARDEN, SLUG: GARDEN[SLUG].rstrip()})
    found = mend(root, everything)
    write(root, {SLUG: "name: Another\n"})
    monkeypatch.setattr(mending, "mend", lambda *_: found)
    assert main(["--root", str(root), "fix"]) == 1
    assert (root / SLUG).read_text("utf-8") == "name: Another\n"
    assert capsys.readouterr().err.startswith(f"{SLUG} was changed meanwhile")


def test_whoever_checks_is_told_what_can_be_mended(site: SiteFactory, capsys: pytest.CaptureFixture[str]) -> None:
    text = one(GARDEN[CLAIM], "stance: supports", "stance: suports")
    assert main(["--root", str(site({**GARDEN, CLAIM: text})), "check"]) == 1
    assert capsys.readouterr().err == "to mend 1 of these, run: evidence fix\n"


def test_a_file_outside_that_a_link_leads_to_is_not_touched(
    site: SiteFactory, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path_factory.mktemp("elsewhere") / "notes.yml"
    outside.write_bytes(b"name: Notes  \r\n")
    root = site(GARDEN)
    (root / "content" / "slugs" / "notes.yml").symlink_to(outside)
    assert main(["--root", str(root), "fix"]) == 1
    assert "content/slugs/notes.yml:1:1: file-outside: this link leads out of the site" in capsys.readouterr().out
    assert outside.read_bytes() == b"name: Notes  \r\n"
