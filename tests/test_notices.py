"""What was said of references since, with recorded answers and without the network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import GARDEN, SiteFactory
from evidence import cli, crossref, notices
from evidence.bibliography import read
from evidence.crossref import Answer, Trouble, Update
from evidence.notices import NOTICES, Proposal, gravest
from evidence.references import Reference
from test_crossref import Crossref, recorded

FIRST = "@article{field-1, author = {Reed, A.}, title = {{Lettuce}}, year = {2019}, doi = {10.5555/lettuce.1}}"
SECOND = "@article{field-2, title = {{Cabbage}}, doi = {10.5555/cabbage%}, seen = {its page}, notice = {concern}}"
BIB = f"% A remark\n{FIRST}\n\n{SECOND}\n@article{{field-3, title = {{{{No DOI}}}}}}\n"
NOTHING = Answer(200, json.dumps({"message": {"DOI": "10.5555/x"}}).encode())


def prepared(root: Path, server: Crossref) -> Proposal:
    proposal = notices.prepare(root, server.fetch, server.slept.append)
    assert isinstance(proposal, Proposal)
    return proposal


def reference(notice: str = "") -> Reference:
    return read(f"@article{{a, title = {{A}}, doi = {{10.5555/a}}, notice = {{{notice}}}}}", "")[0]["a"]


def test_the_gravest_notice_is_proposed_with_where_it_was_seen(site: SiteFactory) -> None:
    server = Crossref("retracted", NOTHING)
    proposal = prepared(site({"references.bib": BIB}), server)
    assert server.asked == [
        "https://api.crossref.org/works/10.5555/lettuce.1",
        "https://api.crossref.org/works/10.5555/cabbage%25",
    ]
    assert [str(one) for one in proposal.notices] == [
        "field-1: retracted, by the retraction 10.5555/lettuce.1.retraction"
    ]
    before, after = (read(text, "")[0] for text in (proposal.before, proposal.after))
    assert after["field-1"].notice == "retracted"
    where = "https://api.crossref.org/works/10.5555/lettuce.1, updated by 10.5555/lettuce.1.retraction"
    assert after["field-1"].get("seen") == where
    assert {**after["field-1"].fields, "notice": "", "seen": ""} == {
        **before["field-1"].fields,
        "notice": "",
        "seen": "",
    }
    assert proposal.after.startswith("% A remark\n@article{field-1,\n")
    assert proposal.after.endswith(proposal.before.partition("\n\n")[2])


def test_a_graver_notice_takes_the_place_of_another(site: SiteFactory) -> None:
    proposal = prepared(site({"references.bib": BIB}), Crossref(NOTHING, "retracted"))
    entry = read(proposal.after, "")[0]["field-2"]
    assert entry.notice == "retracted"
    assert entry.get("seen").startswith("its page; https://api.crossref.org/works/10.5555/cabbage%25, updated by ")


@pytest.mark.parametrize("known", ["retracted", "concern", "corrected"])
def test_what_is_known_already_is_not_proposed(known: str) -> None:
    assert gravest(reference(known), [Update("erratum", "10.5555/e")]) is None


@pytest.mark.parametrize("kind", ["new_version", "addendum", "reinstatement", ""])
def test_other_updates_are_no_notices(kind: str) -> None:
    assert gravest(reference(), [Update(kind, "10.5555/n")]) is None


def test_a_notice_without_a_doi_cannot_be_looked_up_and_is_not_proposed() -> None:
    assert gravest(reference(), [Update("retraction", "")]) is None


def test_every_kind_of_update_means_a_notice_that_references_may_have() -> None:
    for notice in NOTICES.values():
        assert read(f"@misc{{a, title = {{A}}, notice = {{{notice}}}}}", "")[1] == []


def test_an_unknown_doi_is_said_and_the_rest_is_asked(site: SiteFactory) -> None:
    proposal = prepared(site({"references.bib": BIB}), Crossref("not-found", "retracted"))
    assert [one.partition(" (")[0] for one in proposal.troubles] == [
        "field-1: Crossref does not know 10.5555/lettuce.1"
    ]
    assert [one.reference.key for one in proposal.notices] == ["field-2"]


def test_without_answers_it_soon_gives_up(site: SiteFactory) -> None:
    many = "".join(f"@misc{{k{n}, title = {{T}}, doi = {{10.5555/{n}}}}}\n" for n in range(9))
    server = Crossref(*[OSError("no route")] * 9)
    proposal = prepared(site({"references.bib": many}), server)
    assert (len(server.asked), proposal.asked, proposal.notices) == (3, 0, ())
    assert proposal.after == proposal.before


@pytest.mark.parametrize("name", ["not-a-work", "cut-off"])
def test_an_answer_that_describes_no_work_is_trouble(name: str) -> None:
    assert isinstance(crossref.updates(recorded(name).body), Trouble)


@pytest.mark.parametrize("items", [{}, ["text"], "text"])
def test_a_list_of_updates_of_another_form_is_trouble(items: object) -> None:
    assert isinstance(crossref.updates(json.dumps({"message": {"updated-by": items}}).encode()), Trouble)


def test_a_broken_file_is_not_touched(site: SiteFactory) -> None:
    root = site({"references.bib": "@article{a, title = {A}\n"})
    assert isinstance(notices.prepare(root, Crossref().fetch, print), Trouble)
    assert isinstance(notices.prepare(root / "nowhere", Crossref().fetch, print), Trouble)


def test_the_command_shows_and_with_write_writes(
    site: SiteFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site({**GARDEN, "references.bib": BIB})
    monkeypatch.setattr(notices, "PAUSE", 0)
    monkeypatch.setattr(crossref, "over_network", Crossref("retracted", NOTHING, "retracted", NOTHING).fetch)
    command = ["--root", str(root), "references", "notices"]
    assert cli.main(command) == 0
    out, err = capsys.readouterr()
    assert "\n+  notice = {retracted},\n" in out or "\n+  notice = {retracted}" in out
    assert err.endswith("2 references asked about, 1 notices to add; nothing was written: add --write to do so\n")
    assert (root / "references.bib").read_text("utf-8") == BIB
    assert cli.main([*command, "--write"]) == 0
    assert capsys.readouterr().out == "field-1: retracted, by the retraction 10.5555/lettuce.1.retraction\n"
    assert "notice = {retracted}" in (root / "references.bib").read_text("utf-8")


def test_the_command_fails_where_nothing_could_be_asked(
    site: SiteFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(notices, "PAUSE", 0)
    monkeypatch.setattr(crossref, "over_network", Crossref(OSError("down"), OSError("down")).fetch)
    assert cli.main(["--root", str(site({**GARDEN, "references.bib": BIB})), "references", "notices"]) == 1
    assert "Crossref cannot be reached: down" in capsys.readouterr().err
