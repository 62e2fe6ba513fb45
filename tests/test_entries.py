"""References as readers see them."""

from __future__ import annotations

import pytest

from evidence.bibliography import read
from evidence.entries import entry, links, seen
from evidence.references import Reference

WORDS = {"resolved": "Known", "candidate": "Perhaps", "unresolved": "Unknown", "retracted": "Withdrawn", "link": "Link"}


def reference(fields: str) -> Reference:
    [found] = read(f"@misc{{a, {fields}}}", "references.bib")[0].values()
    return found


@pytest.mark.parametrize(
    ("fields", "formatted", "expected"),
    [
        ("title = {A}", "Reed A. A_b", r'Reed A. A\_b. <em class="status">Known.</em>'),
        ("title = {A}, status = {candidate}", "A?", '<em class="status">Perhaps:</em> A?'),
        ("title = {A}, note = {In print}", "A.", 'A. In print. <em class="status">Known.</em>'),
        (
            "title = {A}, status = {candidate}, notice = {retracted}",
            "A.",
            '<em class="status">Perhaps:</em> <strong class="notice">Withdrawn.</strong> A.',
        ),
        ("note = {Reference 3}", "", '<em class="status">Unknown:</em> Reference 3.'),
        ("status = {unresolved}", "", '<em class="status">Unknown:</em> a.'),
    ],
)
def test_an_entry_says_how_far_the_work_is_known(fields: str, formatted: str, expected: str) -> None:
    assert entry(reference(fields), formatted, WORDS.__getitem__) == expected


def test_identifiers_are_links() -> None:
    found = links(
        reference("doi = {10.1000/a_(b)}, pmid = {12}, pmcid = {PMC3}, url = {https://example.org/?a=1&b=[2]}"),
        "Link",
    )
    assert found == [
        r"[DOI 10.1000/a\_(b)](https://doi.org/10.1000/a_%28b%29)",
        "[PubMed 12](https://pubmed.ncbi.nlm.nih.gov/12/)",
        "[PMC3](https://pmc.ncbi.nlm.nih.gov/articles/PMC3/)",
        "[Link](https://example.org/?a=1&amp;b=%5B2%5D)",
    ]


def test_where_something_was_seen_is_a_link_only_if_it_is_an_address() -> None:
    assert seen("https://example.org/a_b?c=1&d=2") == (
        r'<a href="https://example.org/a_b?c=1&amp;d=2">example.org/a\_b?c=1&amp;d=2</a>'
    )
    assert seen("https://example.org and elsewhere") == "https&#58;//example.org and elsewhere"
