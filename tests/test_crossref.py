"""References imported from Crossref, with recorded answers and without the network."""

from __future__ import annotations

import importlib.metadata
import json
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import format_datetime
from http.client import IncompleteRead
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import GARDEN, SiteFactory
from evidence import bibediting, bibliography, cli, crossref, importing
from evidence.crossref import Answer, Deposited, Trouble
from evidence.importing import Plan, apply, make_plan
from evidence.likeness import compare
from evidence.references import Reference
from trials import trials

RECORDED = Path(__file__).parent / "recorded"
DOI = "10.5555/s13287-024-03774-5"
ADDRESS = f"https://api.crossref.org/works/{DOI}"
PLACEHOLDER = "@misc{{field-{n},\n  note = {{Reference {n} of the guide}},\n  status = {{unresolved}}\n}}"
BIB = f"""\
% Slugs, with a remark.

@article{{guide, author = {{Reed, Anna B.}}, title = {{A guide to slugs}}, doi = {{10.5555/S13287-024-03774-5}}}}

@article{{field-1,
  author = {{Reed, A.}},
  title = {{{{Lettuce under Glass}}}},
  year   =  {{2019}} ,
  doi = {{10.5555/lettuce.1}}
}}
{PLACEHOLDER.format(n=2)}

{PLACEHOLDER.format(n=3)} {PLACEHOLDER.format(n=4)}
\t
{PLACEHOLDER.format(n=5)}
{PLACEHOLDER.format(n=6)}
{PLACEHOLDER.format(n=7)}
@article{{field-8, author = {{Brook, E.}}, title = {{Rain and slugs}}, year = 2011, status = {{candidate}}}}"""

quick = trials(200)


def recorded(name: str) -> Answer:
    exchange = json.loads((RECORDED / f"{name}.json").read_text("utf-8"))
    body = exchange["body"]
    sent = body if isinstance(body, str) else json.dumps(body)
    return Answer(exchange["status"], sent.encode(), exchange["headers"].get("Retry-After", ""))


class Crossref:
    """Answers in turn what was recorded, and remembers what it was asked and how long it made others wait."""

    def __init__(self, *answers: str | Answer | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.slept: list[float] = []

    def fetch(self, url: str) -> Answer:
        self.asked.append(url)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return recorded(answer) if isinstance(answer, str) else answer

    def ask(self) -> bytes | Trouble:
        return crossref.ask(DOI, self.fetch, self.slept.append)


def slugs() -> tuple[Deposited, ...]:
    deposited = crossref.parse(recorded("slugs").body, DOI)
    assert not isinstance(deposited, Trouble)
    return deposited


def planned(bib: str, *deposited: Deposited) -> Plan:
    references, problems = bibliography.read(bib, "references.bib")
    assert problems == []
    return make_plan(DOI, "field-{n}", deposited, references)


def imported(bib: str, *deposited: Deposited) -> dict[str, Reference]:
    references, problems = bibliography.read(apply(bib, planned(bib, *deposited)), "references.bib")
    assert [str(problem) for problem in problems] == []
    return references


def one(**came: str) -> Reference:
    """The placeholder 2 after what came was filled in."""
    return imported(PLACEHOLDER.format(n=2), Deposited("3774_CR2", 2, **came))["field-2"]


# Asking ------------------------------------------------------------------------------------------------------


def test_one_request_is_enough() -> None:
    server = Crossref("slugs")
    assert server.ask() == recorded("slugs").body
    assert (server.asked, server.slept) == ([ADDRESS], [])


def test_an_address_holds_any_doi() -> None:
    doi = "10.1002/(SICI)1097-4636(1998)43:4<319::AID-JBM1>3.0.CO;2-#"
    assert crossref.address(doi) == (
        "https://api.crossref.org/works/10.1002/(SICI)1097-4636(1998)43:4%3C319::AID-JBM1%3E3.0.CO%3B2-%23"
    )


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (["not-found"], f"Crossref does not know {DOI} (look at the DOI; some are registered elsewhere)"),
        ([Answer(400)], "Crossref answered with status 400 (try again later)"),
        (
            [urllib.error.URLError("no route to host")],
            "Crossref cannot be reached: <urlopen error no route to host> (look at the network, then try again)",
        ),
        (
            [IncompleteRead(b"{")],
            "Crossref cannot be reached: IncompleteRead(1 bytes read) (look at the network, then try again)",
        ),
    ],
)
def test_what_waiting_does_not_mend_is_not_asked_again(answers: list[str | Answer | Exception], message: str) -> None:
    server = Crossref(*answers)
    assert str(server.ask()) == message
    assert server.slept == []


def test_it_waits_as_long_as_it_is_asked_to() -> None:
    server = Crossref("too-many-requests", "too-many-requests", "slugs")
    assert server.ask() == recorded("slugs").body
    assert server.slept == [7, 7]


def test_it_waits_longer_each_time_where_nobody_says_how_long() -> None:
    server = Crossref("server-error", "server-error", "slugs")
    assert server.ask() == recorded("slugs").body
    assert server.slept == [2, 4]


@pytest.mark.parametrize(("name", "status"), [("too-many-requests", 429), ("server-error", 500)])
def test_it_asks_three_times_and_no_more(name: str, status: int) -> None:
    server = Crossref(name, name, name)
    assert server.ask() == Trouble(f"Crossref answered with status {status}", "try again later")
    assert (len(server.asked), len(server.slept)) == (3, 2)


def test_it_waits_until_a_moment() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    server = Crossref(Answer(503, retry_after=moment), Answer(503, retry_after="Wed, 21 Oct 2015 07:28:00"), "slugs")
    assert server.ask() == recorded("slugs").body
    assert 25 < server.slept[0] <= 30
    assert server.slept[1] == 0


def test_it_does_not_wait_for_an_hour() -> None:
    server = Crossref(Answer(429, retry_after="3600"))
    assert server.ask() == Trouble("Crossref asks to wait 3600 seconds", "try again then")


class Response(BytesIO):
    status = 200


def test_a_request_says_who_asks_and_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str | None, float]] = []

    def urlopen(request: urllib.request.Request, timeout: float) -> Response:
        asked.append((request.full_url, request.get_header("User-agent"), timeout))
        return Response(b"{}")

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    monkeypatch.setattr(importlib.metadata, "version", {"evidence": "1.2.3"}.__getitem__)
    assert crossref.over_network(ADDRESS) == Answer(200, b"{}")
    assert asked == [(ADDRESS, "evidence/1.2.3", 30)]


def test_an_answer_that_is_an_error_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    headers = Message()
    headers["Retry-After"] = "7"

    def urlopen(request: urllib.request.Request, timeout: float) -> Response:
        raise urllib.error.HTTPError(ADDRESS, 429, "Too Many Requests", headers, BytesIO(b"Too many requests."))

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    assert crossref.over_network(ADDRESS) == Answer(429, retry_after="7")


# Reading what came -------------------------------------------------------------------------------------------


def test_references_are_read_by_the_number_in_their_key() -> None:
    assert [(one.key, one.number) for one in slugs()] == [(f"3774_CR{n}", n) for n in range(1, 10)]
    assert slugs()[1] == Deposited(
        key="3774_CR2",
        number=2,
        doi="10.5555/cabbage_2",
        author="AK Dąbrowska",
        title="Cabbage & kale: 50% of Arion {slugs} cost $5 #1",
        journal="Slugs & Snails",
        year="2018",
        volume="24",
        page="165",
        unstructured="Dąbrowska AK, Spano F. Cabbage & kale. J Slugs. 2018;24(2):165–74.",
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "not-numbered",
            f"the reference list of {DOI} is not numbered: 'reed2019a' does not end in a number "
            "(fill in references.bib by hand)",
        ),
        (
            "numbered-twice",
            f"the reference list of {DOI} is not numbered: 'e_1_2_9_1_1' and 'e_1_2_9_2_1' end in the same number "
            "(fill in references.bib by hand)",
        ),
        ("no-references", f"Crossref has no reference list of {DOI} (its publisher has deposited none)"),
        ("cut-off", "Crossref's answer is not JSON (try again later)"),
        ("not-a-work", "Crossref's answer does not describe a work (look at the DOI, or try again later)"),
    ],
)
def test_what_cannot_be_used_is_said(name: str, message: str) -> None:
    assert str(crossref.parse(recorded(name).body, DOI)) == message


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"[]",
        b"null",
        b'{"message": null}',
        b'{"message": {"reference": null}}',
        b'{"message": {"reference": [null]}}',
        b'{"message": {"reference": [{}]}}',
        b'{"message": {"reference": [{"key": 9999999}]}}',
    ],
)
def test_no_answer_makes_the_reader_raise(body: bytes) -> None:
    assert isinstance(crossref.parse(body, DOI), Trouble)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"key": 7}, Deposited("7", 7)),
        ({"key": "7", "year": 2019, "volume": None, "author": ["A"]}, Deposited("7", 7, year="2019")),
        ({"key": "7", "year": "2019-06"}, Deposited("7", 7, year="2019")),
        ({"key": "7", "year": "in press"}, Deposited("7", 7)),
        ({"key": "7", "DOI": "https://doi.org/10.5555/A"}, Deposited("7", 7, doi="10.5555/A")),
        ({"key": "7", "DOI": "10.5555/{A"}, Deposited("7", 7)),
        ({"key": "7", "DOI": "none"}, Deposited("7", 7)),
        ({"key": "7", "article-title": " Two\n lines\ud800\x07 "}, Deposited("7", 7, title="Two lines")),
        ({"key": "7", "article-title": "p < 0.05, &lt;sub&gt;2&lt;/sub&gt;"}, Deposited("7", 7, title="p < 0.05, 2")),
    ],
)
def test_odd_values_are_tidied_or_left_out(item: dict[str, object], expected: Deposited) -> None:
    assert crossref.parse(json.dumps({"message": {"reference": [item]}}).encode(), DOI) == (expected,)


# Comparing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "came", "wrong"),
    [
        ("doi = {10.5555/AbC}", {"doi": "10.5555/aBc"}, []),
        ("doi = {10.5555/abc}", {"doi": "10.5555/abd"}, ["doi"]),
        ("year = {2019a}", {"year": "2019"}, []),
        ("year = {2019}", {"year": "2018"}, ["year"]),
        ("title = {{The Slugs of {\\'E}vian}}", {"title": "The slugs of Evian."}, []),
        ("title = {The slugs of Évian}", {"title": "Snails"}, ["title"]),
        ("title = {A chapter}, booktitle = {The book}", {"book": "The Book"}, []),
        ("title = {The book}", {"book": "Another thing"}, ["title"]),
        ("author = {Cecelia C Yates and Alan Wells}", {"author": "CC Yates"}, []),
        ("author = {Dąbrowska, A. K.}", {"author": "Dabrowska"}, []),
        ("author = {van den Berg, Y.}", {"author": "Berg Y. van den"}, []),
        ("author = {Al-Hussein, Y.}", {"author": "Y Alhussein"}, []),
        ("author = {Li, J.}", {"author": "J Lin"}, ["author"]),
        ("author = {{Garden Club}}", {"author": "Garden Club"}, []),
        ("author = {Wells, A.}, year = {2018}", {"author": "A Yates", "year": "2019"}, ["year", "author"]),
        ("title = {Slugs}", {"doi": "10.5555/1", "year": "2019", "author": "A Reed"}, []),
    ],
)
def test_two_works_differ_by_what_tells_works_apart(entry: str, came: dict[str, str], wrong: list[str]) -> None:
    (ours,) = bibliography.read(f"@article{{a, {entry}}}", "references.bib")[0].values()
    assert [one.field for one in compare(ours, Deposited("1", 1, **came)) if not one.same] == wrong


def test_a_plan_says_what_becomes_of_every_number() -> None:
    plan = planned(BIB, *slugs())
    assert [fill.reference.key for fill in plan.fills] == [f"field-{n}" for n in (2, 3, 4, 5, 6)]
    assert plan.known == ("field-1", "field-8")
    assert plan.agreements == ("field-1",)
    assert plan.unchanged == ("field-7",)
    assert plan.unknown == ("field-9",)
    assert str(plan) == "5 filled, 2 already known, 1 agreeing, 1 unknown, 1 unchanged"


def test_a_candidate_that_disagrees_is_told_and_stops_nothing() -> None:
    plan = planned(BIB, *slugs())
    assert [str(one) for one in plan.disagreements] == [
        "references.bib:36:1: warning: field-8: year is '2011', Crossref has '2010' (the entry is left as it is)"
    ]
    assert not plan.blocked


def test_a_resolved_reference_that_disagrees_stops_everything() -> None:
    bib = BIB.replace("lettuce.1", "lettuce.9")
    plan = planned(bib, *slugs())
    assert str(plan.disagreements[0]) == (
        "references.bib:5:1: field-1: doi is '10.5555/lettuce.9', Crossref has '10.5555/LETTUCE.1' "
        "(find out which is right)"
    )
    assert plan.blocked
    assert apply(bib, plan) == bib


def test_an_entry_without_status_is_resolved() -> None:
    assert planned("@misc{field-1, title = {Snails}}", Deposited("1", 1, title="Slugs")).blocked


def test_a_resolved_entry_that_names_no_work_stops_nothing() -> None:
    plan = planned("@misc{field-1, year = {2019}, status = {resolved}}", Deposited("1", 1, year="2018"))
    assert (len(plan.disagreements), plan.blocked) == (1, False)


def test_keys_are_made_as_the_source_makes_them() -> None:
    references, _ = bibliography.read("@misc{li2024-042, status = {unresolved}}", "references.bib")
    plan = make_plan(DOI, "li2024-{n:03}", [Deposited("3774_CR42", 42, title="Slugs")], references)
    assert [fill.reference.key for fill in plan.fills] == ["li2024-042"]


# Filling -----------------------------------------------------------------------------------------------------


def test_a_filled_entry_has_what_came_and_nothing_else() -> None:
    (fill,) = planned(BIB, slugs()[1]).fills
    assert fill.entry == (
        "@article{field-2,\n"
        "  author = {AK Dąbrowska},\n"
        "  title = {{Cabbage \\& kale: 50\\% of Arion $\\lbrace$slugs$\\rbrace$ cost \\$5 \\#1}},\n"
        "  journal = {Slugs \\& Snails},\n"
        "  year = {2018},\n"
        "  volume = {24},\n"
        "  pages = {165},\n"
        "  doi = {10.5555/cabbage_2},\n"
        "  status = {resolved},\n"
        f"  seen = {{{ADDRESS}, reference 3774_CR2}}\n"
        "}"
    )


def test_filled_entries_are_read_as_what_came() -> None:
    references = imported(BIB, *slugs())
    assert references["field-2"].get("title") == "Cabbage & kale: 50% of Arion {slugs} cost $5 #1"
    assert references["field-2"].get("journal") == "Slugs & Snails"
    assert references["field-2"].short == "Dąbrowska 2018"
    assert references["field-4"].get("doi") == "10.1002/(SICI)1097-4636(1998)43:4<319::AID-JBM1>3.0.CO;2-#"
    assert (references["field-6"].type, references["field-6"].short) == ("misc", "Garden Club 2003")
    assert references["field-6"].get("title") == "The book of slugs"


def test_a_work_known_by_its_text_alone_stays_unresolved_with_that_text() -> None:
    reference = imported(BIB, *slugs())["field-5"]
    assert (reference.type, reference.status) == ("misc", "unresolved")
    assert reference.get("note") == "Ministry of Gardens. Slugs & you, 3rd ed. London; 2001."


def test_where_a_doi_but_no_title_came_the_text_is_kept_for_readers() -> None:
    reference = imported(BIB, *slugs())["field-4"]
    assert (reference.status, reference.get("note")) == ("resolved", "Moss B. Beer traps. J Slugs. 1998;43:319.")
    assert one(doi="10.5555/1").get("note") == "Reference 2 of the guide"


def test_every_other_byte_stays() -> None:
    text = apply(BIB, planned(BIB, *slugs()))
    for n in (2, 3, 4, 5, 6):
        (fill,) = [fill for fill in planned(BIB, *slugs()).fills if fill.reference.key == f"field-{n}"]
        assert text.count(fill.entry) == 1
        text = text.replace(fill.entry, PLACEHOLDER.format(n=n))
    assert text == BIB


def test_line_ends_stay_what_they_are() -> None:
    text = apply(BIB.replace("\n", "\r\n"), planned(BIB.replace("\n", "\r\n"), *slugs()))
    assert text.replace("\r\n", "") == apply(BIB, planned(BIB, *slugs())).replace("\n", "")


def test_an_import_is_done_once() -> None:
    text = apply(BIB, planned(BIB, *slugs()))
    again = planned(text, *slugs())
    assert again.fills == ()
    assert apply(text, again) == text


def test_what_was_seen_is_neither_changed_nor_removed() -> None:
    bib = (
        "@string{js = {J. Slugs}}\n@misc{field-2, YEAR = 2018, journal = js, pmid = {12}, note = {Told by B. Moss},\n"
        '  status = {unresolved}, seen = "https://example.org/a"}'
    )
    came = Deposited("3774_CR2", 2, year="2018", journal="Other", title="Slugs", volume="3")
    (fill,) = planned(bib, came).fills
    assert fill.entry == (
        "@article{field-2,\n"
        "  title = {{Slugs}},\n"
        "  journal = js,\n"
        "  year = 2018,\n"
        "  volume = {3},\n"
        "  note = {Told by B. Moss},\n"
        "  pmid = {12},\n"
        "  status = {resolved},\n"
        f"  seen = {{https://example.org/a; {ADDRESS}, reference 3774_CR2}}\n"
        "}"
    )


def test_a_text_that_was_kept_gives_way_to_nothing_but_more_comes_beside_it() -> None:
    bib = apply(
        PLACEHOLDER.format(n=2), planned(PLACEHOLDER.format(n=2), Deposited("CR2", 2, unstructured="Moss 1998."))
    )
    reference = imported(bib, Deposited("CR2", 2, unstructured="Moss 1998.", doi="10.5555/1"))["field-2"]
    assert (reference.get("note"), reference.get("doi"), reference.status) == ("Moss 1998.", "10.5555/1", "resolved")
    assert reference.get("seen").count(ADDRESS) == 1


def test_a_placeholder_that_disagrees_is_left_alone() -> None:
    plan = planned("@misc{field-2, year = 2018, status = {unresolved}}", Deposited("2", 2, year="2019", title="Slugs"))
    assert (plan.fills, plan.unchanged, plan.blocked, len(plan.disagreements)) == ((), ("field-2",), False, 1)


@pytest.mark.parametrize(
    ("author", "family", "given"),
    [
        ("Reed", "Reed", ""),
        ("AK Dąbrowska", "Dąbrowska", "AK"),
        ("A.-K. van den Berg", "van den Berg", "A.-K."),
        ("Agashe V. R.", "Agashe", "V. R."),
        ("García López M", "García López", "M"),
        ("Yates, Cecelia C", "Yates", "Cecelia C"),
        ("García López", "García López", ""),
        ("World Health Organization", "World Health Organization", ""),
        ("Ministry of Food and Gardens", "Ministry of Food and Gardens", ""),
        ("Smith J, Jones K", "Smith J, Jones K", ""),
        ("Smith, Jones, Reed", "Smith, Jones, Reed", ""),
        ("Y XU", "Y XU", ""),
        ("Reed & Sons", "Reed & Sons", ""),
    ],
)
def test_an_author_is_taken_apart_only_where_it_is_clear_how(author: str, family: str, given: str) -> None:
    (name,) = one(author=author).authors
    assert (name.family, name.given) == (family, given)


WORDS = st.text(st.sampled_from(list("abZé19 {}\\%&#_$^'`-?!<>@,;=\"|/")) | st.characters(codec="utf-8"), max_size=30)


@quick
@given(WORDS)
def test_any_text_is_read_as_what_came(text: str) -> None:
    (came,) = crossref_of({"article-title": f"x {text} x", "unstructured": text, "journal-title": f"j{text}"})
    reference = one(title=came.title, journal=came.journal)
    assert reference.get("title") == " ".join(came.title.replace("~", " ").split())
    assert reference.get("journal") == " ".join(came.journal.replace("~", " ").split())


@quick
@given(WORDS, st.sampled_from(["author", "volume", "first-page", "unstructured", "volume-title", "year", "DOI"]))
def test_no_text_spoils_the_file(text: str, name: str) -> None:
    bib = f"{PLACEHOLDER.format(n=2)}\n\n@misc{{last, title = {{Last}}}}"
    references = imported(bib, *crossref_of({name: f"10.5555/{text}" if name == "DOI" else text}))
    assert list(references) == ["field-2", "last"]


@quick
@given(WORDS)
def test_no_key_spoils_the_file(text: str) -> None:
    assert list(imported(PLACEHOLDER.format(n=2), Deposited(text, 2, title="Slugs"))) == ["field-2"]


def crossref_of(fields: dict[str, str]) -> tuple[Deposited, ...]:
    body = json.dumps({"message": {"reference": [{"key": "CR2", **fields}]}}).encode()
    deposited = crossref.parse(body, DOI)
    assert not isinstance(deposited, Trouble)
    return deposited


# The command -------------------------------------------------------------------------------------------------


@pytest.fixture
def root(site: SiteFactory) -> Path:
    """The garden, whose source is itself a reference."""
    sources = GARDEN["seeds/_sources.yml"].replace("  edition:", "  reference: guide\n  edition:")
    return site({**GARDEN, "references.bib": BIB, "seeds/_sources.yml": sources})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Crossref:
    """What the command asks instead of Crossref."""
    one = Crossref("slugs")
    monkeypatch.setattr(crossref, "over_network", one.fetch)
    return one


def run(root: Path, *arguments: str) -> int:
    return cli.main(["--root", str(root), "references", "import", *arguments])


def test_without_write_the_change_is_shown(root: Path, server: Crossref, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, DOI) == 0
    assert (root / "references.bib").read_text("utf-8") == BIB
    out, err = capsys.readouterr()
    assert "\n--- a/references.bib\n+++ b/references.bib\n@@ -" in out
    assert "\n+  author = {AK Dąbrowska},\n" in out
    assert "\n-@misc{field-2,\n" in out
    assert err == (
        "5 filled, 2 already known, 1 agreeing, 1 unknown, 1 unchanged; nothing was written: add --write to do so\n"
    )
    assert server.asked == [ADDRESS]


def test_the_change_is_shown_entry_by_entry() -> None:
    bib = "\n\n".join(PLACEHOLDER.format(n=n) for n in range(1, 301))
    after = apply(bib, planned(bib, *(Deposited(str(n), n, title=f"Slugs {n}") for n in range(1, 301, 2))))
    lines = list(bibediting.difference(bib, after, "references.bib"))
    assert lines[:9] == [
        "--- a/references.bib",
        "+++ b/references.bib",
        "@@ -1,6 +1,7 @@",
        " @misc{field-1,",
        "-  note = {Reference 1 of the guide},",
        "-  status = {unresolved}",
        "+  title = {{Slugs 1}},",
        "+  status = {resolved},",
        f"+  seen = {{{ADDRESS}, reference 1}}",
    ]
    assert sum(line.startswith("-  note") for line in lines) == 150


def test_a_difference_is_one_that_other_programs_read() -> None:
    assert list(bibediting.difference("a\nb\n", "a\nb\n", "x")) == []
    assert list(bibediting.difference("a\nb", "a\nc\n", "x")) == [
        *("--- a/x", "+++ b/x", "@@ -1,2 +1,2 @@", " a", "-b", "\\ No newline at end of file", "+c")
    ]


def test_with_write_the_file_is_changed(root: Path, server: Crossref, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "references.bib"
    path.write_bytes(b"\xef\xbb\xbf" + BIB.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    assert run(root, f"https://doi.org/{DOI.upper()}", "--write") == 0
    expected = apply(BIB, planned(BIB, *slugs())).replace(DOI, DOI.upper())
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf% Slugs")
    assert written.decode("utf-8-sig").replace("\r\n", "\n") == expected
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in root.glob("references.bib*")] == ["references.bib"]
    assert capsys.readouterr().err == "5 filled, 2 already known, 1 agreeing, 1 unknown, 1 unchanged\n"


def test_nothing_is_written_where_resolved_references_disagree(
    root: Path, server: Crossref, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "references.bib"
    before = BIB.replace("lettuce.1", "lettuce.9")
    path.write_text(before, "utf-8")
    assert run(root, DOI, "--write") == 1
    assert path.read_text("utf-8") == before
    out, err = capsys.readouterr()
    assert out.startswith("references.bib:5:1: field-1: doi is '10.5555/lettuce.9'")
    assert err == "nothing was written: resolved references disagree with what came\n"


def test_a_source_may_be_named(root: Path, server: Crossref) -> None:
    assert run(root, "10.5555/preprint", "--source", "guide") == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["slugs"], "'slugs' is no DOI (a DOI begins with 10. and has a slash, such as 10.1000/182)\n"),
        (
            ["10.5555/another"],
            "no source of this site has the DOI 10.5555/another (name the source with --source: guide)\n",
        ),
        ([DOI, "--source", "gide"], "there is no source 'gide' (did you mean guide?)\n"),
    ],
)
def test_nobody_is_asked_where_it_is_unclear_what_for(
    root: Path, server: Crossref, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(root, *arguments) == 1
    assert (capsys.readouterr().err, server.asked) == (message, [])


def test_a_source_that_cites_by_name_has_no_numbers(root: Path, server: Crossref) -> None:
    path = root / "seeds" / "_sources.yml"
    path.write_text(path.read_text("utf-8").replace("{style: numeric, key: 'field-{n}'}", "{style: author-year}"))
    outcome = importing.prepare(root, DOI, None, server.fetch, server.slept.append)
    assert outcome == Trouble("the source guide does not cite by number", "fill in references.bib by hand")
    assert server.asked == []


@pytest.mark.parametrize("name", ["not-found", "not-numbered", "cut-off"])
def test_trouble_ends_the_command(root: Path, server: Crossref, capsys: pytest.CaptureFixture[str], name: str) -> None:
    server.answers = [name]
    assert run(root, DOI, "--write") == 1
    assert (root / "references.bib").read_text("utf-8") == BIB
    assert "rossref" in capsys.readouterr().err or name == "not-numbered"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"@misc{a, title = {A}\n", "references.bib has problems, the first is references.bib:1:1: bib-syntax: "),
        (b"\xff", "references.bib cannot be read (save it as UTF-8)"),
    ],
)
def test_a_file_with_problems_is_not_touched(root: Path, server: Crossref, text: bytes, message: str) -> None:
    (root / "references.bib").write_bytes(text)
    outcome = importing.prepare(root, DOI, "guide", server.fetch, server.slept.append)
    assert str(outcome).startswith(message)


def test_whoever_reads_while_it_is_written_sees_one_text_or_the_other(tmp_path: Path) -> None:
    path = tmp_path / "references.bib"
    texts = ["a" * 200_000, "b" * 200_000]
    path.write_text(texts[0], "utf-8")
    done = threading.Event()

    def turn() -> None:
        for number in range(50):
            bibediting.write(path, texts[number % 2])
        done.set()

    writer = threading.Thread(target=turn)
    writer.start()
    while not done.is_set():
        assert path.read_text("utf-8") in texts
    writer.join()


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "shared.bib").write_text("old", "utf-8")
    link = tmp_path / "references.bib"
    link.symlink_to("shared.bib")
    bibediting.write(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "shared.bib").read_text("utf-8") == "new"
