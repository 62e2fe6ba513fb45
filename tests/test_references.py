"""References as values."""

from __future__ import annotations

import pytest

from evidence.references import Name, Reference

REED, MOSS, FERN = Name("Reed", "A."), Name("Moss", "B."), Name("Fern", "C.")


def reference(*authors: Name, **fields: str) -> Reference:
    return Reference("reed-2019", "article", fields, authors, 1, "")


@pytest.mark.parametrize(
    ("made", "short"),
    [
        (reference(REED, year="2019"), "Reed 2019"),
        (reference(REED, MOSS, year="2019"), "Reed and Moss 2019"),
        (reference(REED, MOSS, FERN, year="2019b"), "Reed et al. 2019b"),
        (reference(Name("Garden Club"), year="2019"), "Garden Club 2019"),
        (reference(REED), "Reed"),
        (reference(year="2019"), "reed-2019"),
    ],
)
def test_the_short_name_is_family_and_year_as_far_as_known(made: Reference, short: str) -> None:
    assert made.short == short


def test_an_absent_field_is_empty_text() -> None:
    assert reference(title="Slugs").get("title") == "Slugs"
    assert reference().get("title") == ""


def test_an_entry_without_title_is_a_placeholder() -> None:
    assert reference(title="Slugs").known
    assert not reference(note="Reference 2").known


def test_a_reference_with_a_title_is_resolved_unless_it_says_otherwise() -> None:
    assert reference(title="Slugs").status == "resolved"
    assert reference(note="Reference 3").status == "unresolved"
    assert reference(status="candidate").status == "candidate"


def test_a_notice_is_what_the_journal_said_since() -> None:
    assert reference().notice == ""
    assert reference(notice="retracted").notice == "retracted"


@pytest.mark.parametrize("keywords", ["review", "slugs, review", "review; slugs", "slugs review"])
def test_a_review_says_so_in_its_keywords(keywords: str) -> None:
    assert reference(keywords=keywords).is_review


@pytest.mark.parametrize("keywords", ["", "slugs", "reviewed, reviews", "peer-review"])
def test_other_keywords_make_no_review(keywords: str) -> None:
    assert not reference(keywords=keywords).is_review
