"""What search engines and reference managers are told, from known fields only."""

from __future__ import annotations

from urllib.parse import parse_qs, parse_qsl

import pytest

from conftest import GARDEN, SiteFactory
from evidence.bibliography import read
from evidence.metadata import coins, dataset, tags, topic, web_page, work
from evidence.models import Topic
from evidence.reading import read_site
from evidence.references import Reference

ARTICLE = r"""
@article{a, author = {Reed, Anna B. and {Garden Club}}, title = {{Slugs \& "leeks" <b> =é}},
  journal = {Journal of Slugs}, year = {2019}, volume = {12}, number = {3}, pages = {4--9},
  doi = {10.1000/1}, pmid = {123}, pmcid = {PMC45}, url = {https://example.org/?a=1&b=2}, notice = {retracted}}
"""


def reference(text: str) -> Reference:
    [found] = read(text, "references.bib")[0].values()
    return found


def test_coins_are_read_back() -> None:
    assert parse_qs(coins(reference(ARTICLE)), strict_parsing=True) == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:journal"],
        "rft_id": ["info:doi/10.1000/1", "info:pmid/123", "https://example.org/?a=1&b=2"],
        "rft.genre": ["article"],
        "rft.atitle": ['Slugs & "leeks" <b> =é'],
        "rft.jtitle": ["Journal of Slugs"],
        "rft.volume": ["12"],
        "rft.issue": ["3"],
        "rft.pages": ["4–9"],
        "rft.spage": ["4"],
        "rft.epage": ["9"],
        "rft.date": ["2019"],
        "rft.au": ["Reed, Anna B.", "Garden Club"],
    }


@pytest.mark.parametrize(
    ("text", "form", "field", "value"),
    [
        ("@book{a, title = {A}, publisher = {P}}", "book", "rft.btitle", "A"),
        ("@inproceedings{a, title = {A}, booktitle = {B}}", "book", "rft.atitle", "A"),
        ("@inproceedings{a, title = {A}, booktitle = {B}}", "book", "rft.btitle", "B"),
        ("@techreport{a, title = {A}, institution = {I}}", "book", "rft.pub", "I"),
        ("@phdthesis{a, title = {A}, school = {S}}", "dissertation", "rft.inst", "S"),
        ("@misc{a, title = {A}, author = {Reed, A.}}", "dc", "rft.creator", "Reed, A."),
    ],
)
def test_each_kind_of_work_has_its_own_names(text: str, form: str, field: str, value: str) -> None:
    found = parse_qs(coins(reference(text)), strict_parsing=True)
    assert found["rft_val_fmt"] == [f"info:ofi/fmt:kev:mtx:{form}"]
    assert found[field] == [value]


def test_coins_hold_no_sign_that_ends_an_attribute() -> None:
    assert not set(coins(reference(ARTICLE))) & set("\"'<> ")
    assert all(value for _, value in parse_qsl(coins(reference("@misc{a, title = {A}}")), keep_blank_values=True))


def test_tags_name_what_is_known_and_nothing_else() -> None:
    found = tags(reference(ARTICLE))
    assert [value for name, value in found if name == "author"] == ["Reed, Anna B.", "Garden Club"]
    assert dict(map(tuple, found)) == {  # type: ignore[arg-type]  # pairs
        "title": 'Slugs & "leeks" <b> =é',
        "author": "Garden Club",
        "publication_date": "2019",
        "journal_title": "Journal of Slugs",
        "volume": "12",
        "issue": "3",
        "firstpage": "4",
        "lastpage": "9",
        "doi": "10.1000/1",
        "pmid": "123",
    }
    assert tags(reference("@misc{a, title = {A}}")) == [["title", "A"]]


def test_a_work_in_the_words_of_schema_org() -> None:
    found = work(reference(ARTICLE))
    assert found["@type"] == "ScholarlyArticle"
    assert found["author"] == [
        {"@type": "Person", "familyName": "Reed", "givenName": "Anna B."},
        {"@type": "Organization", "name": "Garden Club"},
    ]
    assert found["sameAs"] == ["https://doi.org/10.1000/1", "https://pubmed.ncbi.nlm.nih.gov/123/"]
    assert found["isPartOf"] == {"@type": "Periodical", "name": "Journal of Slugs"}
    assert found["creativeWorkStatus"] == "Retracted"
    assert [one["propertyID"] for one in found["identifier"]] == ["DOI", "PMID", "PMCID"]


def test_of_a_work_only_what_is_known_is_said() -> None:
    assert work(reference("@misc{a, title = {A}}")) == {"@type": "CreativeWork", "name": "A"}


def test_a_page_says_what_the_site_is_made_from(site: SiteFactory) -> None:
    files = {
        **GARDEN,
        "mkdocs.yml": "site_url: https://example.org/garden\nsite_name: Garden slugs\n",
        "CITATION.cff": "version: 1.2.0\n",
        "references.bib": GARDEN["references.bib"] + ARTICLE,
        "seeds/_sources.yml": GARDEN["seeds/_sources.yml"].replace("short: Guide", "short: Guide\n  reference: a"),
    }
    catalogue, problems = read_site(site(files))
    assert problems == []
    assert web_page(catalogue, "Lettuce", "plants/lettuce.md", "2024-05-06") == {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": "Lettuce",
        "url": "https://example.org/garden/plants/lettuce/",
        "isPartOf": {"@type": "WebSite", "name": "Garden slugs", "url": "https://example.org/garden/"},
        "version": "1.2.0",
        "dateModified": "2024-05-06",
        "isBasedOn": [
            {
                "@type": "ScholarlyArticle",
                "name": 'Slugs & "leeks" <b> =é',
                "sameAs": ["https://doi.org/10.1000/1", "https://pubmed.ncbi.nlm.nih.gov/123/"],
            }
        ],
    }


def test_the_data_of_a_site_are_a_data_set(site: SiteFactory) -> None:
    settings = "site_url: https://example.org/garden\nsite_name: Garden slugs\nsite_description: Keeps slugs off.\n"
    catalogue, _ = read_site(site({**GARDEN, "mkdocs.yml": settings, "CITATION.cff": "version: 1.2.0\n"}))
    assert dataset(catalogue) == {
        "@type": "Dataset",
        "name": "Garden slugs",
        "description": "Keeps slugs off.",
        "url": "https://example.org/garden/",
        "version": "1.2.0",
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/json",
                "contentUrl": "https://example.org/garden/data/datapackage.json",
            },
            {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": "https://example.org/garden/data/claims.csv",
            },
        ],
    }


def test_what_a_site_does_not_know_it_does_not_tell(site: SiteFactory) -> None:
    catalogue, _ = read_site(site(GARDEN))
    assert set(web_page(catalogue, "Lettuce", "plants/lettuce.md", "")) == {"@context", "@type", "name", "isPartOf"}


def test_without_an_address_the_data_have_none(site: SiteFactory) -> None:
    catalogue, _ = read_site(site(GARDEN))
    assert dataset(catalogue) == {"@type": "Dataset", "name": "Garden slugs", "isAccessibleForFree": True}


def test_a_topic_is_called_by_its_other_names_too() -> None:
    record = Topic(
        id="leek", kind="plant", path="", name="Leek", synonyms=("porro",), identifiers={"ncbitaxon": "4681"}
    )
    assert topic(record) == {
        "@type": "Thing",
        "name": "Leek",
        "alternateName": ["porro"],
        "sameAs": ["https://bioregistry.io/ncbitaxon:4681"],
    }
