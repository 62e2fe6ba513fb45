"""What people see who know the subject and have never written YAML: where a slip is, what it is, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from conftest import ADVICE, GARDEN, CheckFactory, SiteFactory
from evidence.mending import mend
from evidence.reading import read_site

CLAIM = "content/claims/copper-lettuce.yml"
SLUG = "content/slugs/grey-slug.yml"
KIND = "content/ponds/_kind.yml"
NEW = "content/claims/new.yml"
SPACES = "fields that belong together begin with equally many spaces"
NO_FIELD = (
    "the line is no `field: value` (if it goes on with the text above, begin it with spaces; "
    "if a field begins here, write a colon and a space behind the field's name)"
)
QUOTED = "put the whole text in quotation marks"
PASTED = "Bands of copper kept grey\nslugs away from let-\ntuce for six weeks [1, 3]."
NAMES = "an id is lower-case letters, digits and single hyphens"
QUOTE = "Bands of copper kept grey slugs away from lettuce for six weeks [1, 3]."


def claim(old: str, new: str) -> dict[str, str]:
    """The garden's claim with one slip."""
    assert GARDEN[CLAIM].count(old) == 1, old
    return {CLAIM: GARDEN[CLAIM].replace(old, new)}


def begun(quote: str) -> dict[str, str]:
    """A claim by hand whose quotation stands there as `quote`."""
    head = "statement: Copper kept slugs off.\nstance: supports\nabout: {remedy: copper}\n"
    return {NEW: f"{head}evidence:\n  - source: guide\n    quote: {quote}\n    cites: [field-1, field-3]\n"}


def kind(fields: str) -> dict[str, str]:
    """A new kind with these fields."""
    return {KIND: f"id: pond\ntitle: Pond\nplural: Ponds\npages: false\nfields:\n{fields}"}


def bib(old: str, new: str) -> dict[str, str]:
    """A new reference, written over several lines, with one slip."""
    entry = "@article{field-4,\n  author = {Elm, D.},\n  title = {{Ponds}},\n  year = {2022},\n}\n"
    assert entry.count(old) == 1, old
    return {"references.bib": GARDEN["references.bib"] + entry.replace(old, new)}


def renamed(name: str) -> dict[str, str]:
    """The garden's slug in a file of another name."""
    return {SLUG: "", f"content/slugs/{name}": GARDEN[SLUG]}


TRIALS: list[tuple[str, Mapping[str, str], str]] = [
    # A typing mistake in the words is nobody's business but the reader's.
    ("a typing mistake", claim("Copper bands keep", "Copper bands kepe"), ""),
    # Lines and spaces
    (
        "a line too far left",
        claim("  slug: [grey-slug]", "slug: [grey-slug]"),
        f"{CLAIM}:5:1: field-unknown: there is no field 'slug' here "
        "(remove it; or begin it with spaces, if it belongs to the field above)",
    ),
    (
        "a line too far right",
        claim("  slug: [grey", "   slug: [grey"),
        f"{CLAIM}:5:4: yaml-syntax: the line begins with 3 spaces, which does not fit the lines above it "
        f"({SPACES}; line 4 has 2 spaces)",
    ),
    (
        "a line neither here nor there",
        claim("    cites", "   cites"),
        f"{CLAIM}:13:4: yaml-syntax: the line begins with 3 spaces, which does not fit the lines above it "
        f"({SPACES}; line 12 has 4 spaces)",
    ),
    (
        "a tab",
        claim("  slug: [grey", "\tslug: [grey"),
        f"{CLAIM}:5:1: yaml-syntax: the line begins with a tab (begin it with spaces, as the lines around it do)",
    ),
    (
        "spaces of a word processor",
        claim("  slug: [grey", "\u00a0\u00a0slug: [grey"),
        f"{CLAIM}:5:1: yaml-syntax: the line does not begin with a space, but with what looks like one "
        "(delete what stands before the field's name, and type spaces)",
    ),
    (
        "a dash of a word processor",
        claim("  - source", "  \u2013 source"),
        f"{CLAIM}:11:3: yaml-syntax: an entry does not begin with \u2013 "
        "(write a plain hyphen and a space there, as an entry of a list begins)",
    ),
    (
        "no dash",
        claim("  - source", "    source"),
        f"{CLAIM}:11:5: field-value: evidence: a list is expected, not `field: value` lines "
        "(begin the first line of each entry with a hyphen and a space)",
    ),
    ("no colon", claim("stance: s", "stance s"), f"{CLAIM}:2:1: yaml-syntax: {NO_FIELD}"),
    (
        "no space behind the colon",
        claim("stance: s", "stance:s"),
        f"{CLAIM}:2:8: yaml-syntax: there is no space behind the colon (write a space behind it: stance: supports)",
    ),
    # Signs
    (
        "a text with a colon",
        claim("statement: Copper", "statement: Copper: it"),
        f'{CLAIM}:1:18: yaml-syntax: a text may have a colon only between quotation marks ({QUOTED}: "Copper: ...")',
    ),
    (
        "a text that begins with a sign",
        claim("statement: Copper", "statement: @Copper"),
        f"{CLAIM}:1:12: yaml-syntax: a text cannot begin with @ ({QUOTED})",
    ),
    (
        "a number with a sign that hides what follows",
        claim("level: garden", "level: garden\n  model: Bed #3 in spring"),
        f"{CLAIM}:10:14: warning: prose-comment: what stands behind # is a comment, not part of the text "
        "(put the text in quotation marks, or the comment on a line of its own)",
    ),
    (
        "an open bracket",
        claim("[grey-slug]", "[grey-slug"),
        f"{CLAIM}:5:9: yaml-syntax: the bracket [ that opens here is not closed (put ] behind it)",
    ),
    (
        "several names without brackets",
        claim("[grey-slug]", "grey-slug, copper"),
        f"{CLAIM}:5:3: link-unknown: there is no slug 'grey-slug, copper' (write [grey-slug, copper])",
    ),
    (
        "text behind a bracket",
        claim("[grey-slug]", "[grey-slug], [copper]"),
        f"{CLAIM}:5:20: yaml-syntax: something stands behind the closing bracket "
        f"({QUOTED}, or several values in one pair of brackets)",
    ),
    (
        "two versions after a merge",
        claim("stance: supports", "<<<<<<< HEAD\nstance: supports\n=======\nstance: mixed\n>>>>>>> other"),
        f"{CLAIM}:2:1: yaml-syntax: two versions of the file stand here, one after the other "
        "(keep one of them, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>)",
    ),
    # Values
    (
        "a stance in other words",
        claim("supports", "positive"),
        f"{CLAIM}:2:9: field-value: stance: 'positive' is none of supports, opposes, mixed, background "
        "(write one of these)",
    ),
    (
        "a level in other words",
        claim("level: garden", "level: field"),
        f"{CLAIM}:9:3: level-unknown: there is no level 'field' (use garden, pot)",
    ),
    (
        "people as words",
        claim("level: garden", "level: garden\n  participants: 40 people"),
        f"{CLAIM}:10:17: field-value: study.participants: a whole number is expected, not '40 people' "
        "(write digits only)",
    ),
    (
        "a decimal comma",
        kind("  depth: {type: number}\n") | {"content/ponds/green.yml": "name: Green\ndepth: 2,5\n"},
        "content/ponds/green.yml:2:8: field-value: depth: a number is expected, not '2,5': "
        "write 2.5 if the comma parts decimals",
    ),
    (
        "a name for an id",
        claim("[grey-slug]", "[GFS]"),
        f"{CLAIM}:5:10: link-unknown: there is no slug 'GFS' (did you mean grey-slug?)",
    ),
    (
        "the number of a reference",
        claim("[field-1, field-3]", "[1, field-3]"),
        f"{CLAIM}:13:13: field-value: evidence.cites: text is expected, not 1 "
        "(write the key of the reference, as references.bib has it)",
    ),
    (
        "an empty file",
        {"content/slugs/new.yml": ""},
        "content/slugs/new.yml:1:1: field-value: a record is made of lines `field: value` "
        "(write them, or delete the file)",
    ),
    # Quotations
    ("a quotation pasted behind its field", begun(PASTED), f"{NEW}:7:1: yaml-syntax: {NO_FIELD}"),
    ("a quotation pasted between quotation marks", begun(f'"{PASTED}"'), ""),
    ("a quotation pasted with spaces before its lines", begun(PASTED.replace("\n", "\n      ")), ""),
    (
        "a changed word",
        claim("grey slugs away", "brown slugs away"),
        f"{CLAIM}:12:12: quote-not-found: the quotation does not stand in Guide (the nearest passage is: "
        f"\u201c{QUOTE}\u201d; where they differ, it says \u201cgrey\u201d, yours \u201cbrown\u201d)",
    ),
    (
        "words left out",
        claim("kept grey slugs away", "\u2026 away"),
        f"{CLAIM}:12:12: quote-not-found: the quotation does not stand in Guide "
        "(quote it in one piece, without an ellipsis)",
    ),
    (
        "curly quotation marks around it",
        claim(QUOTE, f"\u201c{QUOTE}\u201d"),
        f"{CLAIM}:12:12: quote-not-found: the quotation does not stand in Guide "
        "(leave out the quotation mark at its beginning or end)",
    ),
    (
        "an open quotation mark",
        claim(QUOTE, f'"{QUOTE}\u201d'),
        f"{CLAIM}:12:12: yaml-syntax: the quotation mark that opens here is not closed "
        '(put " at the end of the text; curly quotation marks do not close it)',
    ),
    (
        "quotation marks inside",
        claim(QUOTE, 'A "band" of copper keeps the slugs away." '.replace("A", '"A')),
        f"{CLAIM}:12:16: yaml-syntax: the text goes on behind the quotation mark that closes it "
        "(write the quotation marks inside it as \u201c \u201d, and apostrophes as \u2019)",
    ),
    # Files
    (
        "capital letters",
        renamed("Grey-Slug.yml"),
        "content/slugs/Grey-Slug.yml:1:1: file-name: Grey-Slug.yml is no file name of a record: "
        f"{NAMES} (call it grey-slug.yml)",
    ),
    (
        "another ending",
        renamed("grey-slug.yaml"),
        "content/slugs/grey-slug.yaml:1:1: file-name: grey-slug.yaml is no file name of a record: "
        "it ends in .yml (call it grey-slug.yml)",
    ),
    (
        "the ending of a text editor",
        renamed("grey-slug.yml.txt"),
        "content/slugs/grey-slug.yml.txt:1:1: file-name: grey-slug.yml.txt is no file name of a record: "
        "it ends in .yml (call it grey-slug.yml)",
    ),
    # A kind
    (
        "a folder and nothing else",
        {"content/ponds/green.yml": "name: Green\n"},
        "content/ponds:1:1: kind-missing: the folder has no _kind.yml "
        "(write one with `id`, `title` and `plural`, or move what lies there to the folder of a kind)",
    ),
    (
        "a kind with a type of its own invention",
        kind("  depth: {type: integer}\n"),
        f"{KIND}:6:17: field-value: fields.depth.type: 'integer' is none of text, prose, choice, number, year, date, "
        "url, list, link, links, identifiers (write one of these)",
    ),
    (
        "a field that is not described",
        kind("  depth: number\n"),
        f"{KIND}:6:10: field-value: fields.depth: `field: value` lines are expected, not 'number' "
        "(write them below, each begun with spaces)",
    ),
    ("a kind", kind("  depth: {type: number}\n") | {"content/ponds/green.yml": "name: Green\ndepth: 2.5\n"}, ""),
    # A reference
    (
        "no brace behind a value",
        bib("{Elm, D.}", "{Elm, D."),
        "references.bib:5:1: bib-syntax: the entry that begins with '@article{field-4,' cannot be read "
        "(a brace is opened in this line and not closed: put } where the value ends)",
    ),
    (
        "no brace at its end",
        bib("\n}\n", "\n"),
        "references.bib:7:1: bib-syntax: the entry that begins with '@article{field-4,' cannot be read "
        "(the entry is not closed: put } in a line of its own at its end)",
    ),
    (
        "no brace before a value",
        bib("= {2022}", "= 10.1186/ponds}"),
        "references.bib:7:1: bib-syntax: field-4: year uses '10.1186/ponds', which no @string defines "
        "(put braces around the text)",
    ),
]


@pytest.mark.parametrize(("files", "told"), [trial[1:] for trial in TRIALS], ids=[trial[0] for trial in TRIALS])
def test_a_slip_is_told_with_its_place_and_its_cure_and_nothing_else_is(
    whole_garden: CheckFactory, files: Mapping[str, str], told: str
) -> None:
    _, problems = whole_garden(files)
    advice = ADVICE - {"prose-comment"}
    assert [one for one in problems if not any(f": warning: {code}: " in one for code in advice)] == [told][
        : bool(told)
    ]


def test_a_renamed_topic_that_forty_claims_name_is_mended_by_one_command(site: SiteFactory) -> None:
    claims = {f"content/claims/claim-{number}.yml": GARDEN[CLAIM] for number in range(40)}
    own = {name: text for name, text in GARDEN.items() if name != SLUG}
    new = "content/slugs/field-slug.yml"
    root = site({**own, **claims, new: GARDEN[SLUG] + "former_ids: [grey-slug]\n"})
    found = mend(root, lambda _: True)
    assert {change.path for change in found.changes} == {*claims, CLAIM}
    for change in found.changes:
        assert change.after.decode() == GARDEN[CLAIM].replace("[grey-slug]", "[field-slug]")
        (root / change.path).write_bytes(change.after)
    assert not mend(root, lambda _: True).changes
    assert read_site(root)[0].former["grey-slug"].id == "field-slug"


def test_a_reference_that_cannot_be_read_is_told_once_however_often_it_is_cited(garden: CheckFactory) -> None:
    broken = GARDEN["references.bib"].replace("year = {2019}}", "year = {2019}")
    _, problems = garden({"references.bib": broken})
    assert [one.partition(": ")[0] for one in problems if ": warning: " not in one] == ["references.bib:1:1"]
