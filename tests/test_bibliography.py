"""BibTeX as references and problems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import bibediting, edits
from evidence.bibliography import read
from evidence.problems import Answer, Place
from evidence.references import Name, Reference
from trials import trials

quick = trials()


def sound(text: str) -> dict[str, Reference]:
    references, problems = read(text, "references.bib")
    assert [str(problem) for problem in problems] == []
    return references


def entry(fields: str) -> Reference:
    (reference,) = sound(f"@article{{reed-2019,\n  {fields}\n}}\n").values()
    return reference


def problems(text: str) -> list[str]:
    return [str(problem) for problem in sorted(read(text, "references.bib")[1])]


def test_references_come_in_their_order_with_their_line() -> None:
    references = sound("% Slugs.\n\n@book{moss,\n  title = {Moss}\n}\n\n@article{fern, title = {Fern}}\n")
    assert [(key, reference.type, reference.line) for key, reference in references.items()] == [
        ("moss", "book", 3),
        ("fern", "article", 7),
    ]


def test_a_reference_keeps_its_text() -> None:
    text = "@book{moss,\n  title = {Moss}\n}"
    assert sound(text)["moss"].raw == text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{Slugs}", "Slugs"),
        ('"Slugs"', "Slugs"),
        ("{{Slugs of DNA}}", "Slugs of DNA"),
        ("{{DNA} of slugs}", "DNA of slugs"),
        ("{Slugs\n    of  gardens}", "Slugs of gardens"),
        (r"{Slugs \& snails}", "Slugs & snails"),
        (r"{Nacktschnecken im G{\"a}rtchen}", "Nacktschnecken im Gärtchen"),
        (r"{{\'E}vian}", "Évian"),
        (r"{TGF-$\beta$1}", "TGF-β1"),
        ("{TGF-β1 100% of slugs}", "TGF-β1 100% of slugs"),
        (r"{100\% of slugs}", "100% of slugs"),
        (r"{\emph{Arion} slugs}", "Arion slugs"),
        ("{Reed~Moss}", "Reed Moss"),
        ("{H_2O, #1, a^b}", "H_2O, #1, a^b"),
        ("{Slugs: a, b = c}", "Slugs: a, b = c"),
        ("{A $5 dressing}", "A $5 dressing"),
        ("{{A} dressing for $5}", "A dressing for $5"),
        ("{From $5 to $6 a day}", "From $5 to $6 a day"),
        (r"{TGF-$\beta$ for $5 & \$6}", "TGF-β for $5 & $6"),
        ("{Slugs at $p < 5$ and $x$}", "Slugs at p < 5 and x"),
    ],
)
def test_titles_are_decoded(written: str, shown: str) -> None:
    assert entry(f"title = {written}").get("title") == shown


@pytest.mark.parametrize(
    ("written", "shown"), [("165--174", "165–174"), ("165-174", "165-174"), ("e12", "e12"), ("S1--S9", "S1–S9")]
)
def test_pages(written: str, shown: str) -> None:
    assert entry(f"pages = {{{written}}}").get("pages") == shown


def test_addresses_and_identifiers_stay_as_they_are() -> None:
    reference = entry("url = {https://example.org/a_b?c=%20d&e=~f}, doi = {10.1000/(SICI)1_2<3::4>5.0-#}")
    assert reference.get("url") == "https://example.org/a_b?c=%20d&e=~f"
    assert reference.get("doi") == "10.1000/(SICI)1_2<3::4>5.0-#"


def test_numbers_need_no_braces_and_field_names_no_case() -> None:
    assert entry("YEAR = 2019").get("year") == "2019"


def test_a_text_defined_once_is_used_by_its_name() -> None:
    references = sound(
        '@string{jms = {J. Slugs}}\n@string{OLD = "Old J."}\n@misc{a, journal = jms}\n@misc{b, journal = old}'
    )
    assert [reference.get("journal") for reference in references.values()] == ["J. Slugs", "Old J."]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Reed, Anna B.", (Name("Reed", "Anna B."),)),
        ("Anna B. Reed", (Name("Reed", "Anna B."),)),
        ("Reed, A. and Moss, B. and Fern, C.", (Name("Reed", "A."), Name("Moss", "B."), Name("Fern", "C."))),
        ("Ludwig van Beethoven", (Name("van Beethoven", "Ludwig"),)),
        ("de la Cruz, Maria", (Name("de la Cruz", "Maria"),)),
        ("King, Jr., Martin", (Name("King", "Martin Jr."),)),
        ("{Garden Club}", (Name("Garden Club"),)),
        ("Reed, A. and {Garden Club}", (Name("Reed", "A."), Name("Garden Club"))),
        (r"M{\"u}ller, J{\"o}rg", (Name("Müller", "Jörg"),)),
        ("Dąbrowska, A. K.", (Name("Dąbrowska", "A. K."),)),
        ("O'Neill, Sean", (Name("O'Neill", "Sean"),)),
        ("Anderson, Sandy", (Name("Anderson", "Sandy"),)),
        ("Reed,\n    A.\n  and\n    Moss, B.", (Name("Reed", "A."), Name("Moss", "B."))),
        ("Plato", (Name("Plato"),)),
    ],
)
def test_names_of_authors(written: str, names: tuple[Name, ...]) -> None:
    assert entry(f"author = {{{written}}}").authors == names


def test_an_organisation_may_have_an_and_in_its_name() -> None:
    assert entry("author = {{Ministry of Food and Gardens} and Reed, A.}").authors == (
        Name("Ministry of Food and Gardens"),
        Name("Reed", "A."),
    )


def test_others_are_nobody() -> None:
    assert entry("author = {Reed, A. and others}, year = 2019").short == "Reed et al. 2019"


def test_editors_stand_in_for_absent_authors() -> None:
    assert entry("editor = {Moss, B.}").authors == (Name("Moss", "B."),)
    assert entry("author = {Reed, A.}, editor = {Moss, B.}").authors == (Name("Reed", "A."),)


def test_an_empty_file_has_no_references() -> None:
    assert sound("") == {}
    assert sound("% A remark.\n@comment{Another one}\n") == {}


# What other readers pass over in silence ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "@misc{a, title = {A}}\n\n@misc{a, title = {B}}",
            "references.bib:3:1: bib-duplicate-key: the key a is already used above (rename or remove one of them)",
        ),
        (
            "@misc{a, title = {A}}\n@misc{A, title = {B}}",
            "references.bib:2:1: bib-duplicate-key: the key A differs from a only in case (rename one of them)",
        ),
        (
            "@misc{a,\n  note = {A},\n  note = {B}\n}",
            "references.bib:1:1: bib-syntax: the entry has note twice (keep one of them)",
        ),
        (
            "\n@misc{a, title = {A}",
            "references.bib:2:1: bib-syntax: the entry that begins with '@misc{a, title = {A}' cannot be read "
            "(the entry is not closed: put } in a line of its own at its end)",
        ),
        (
            "@misc{a,\n  title = {A}\n  year = {2019}\n}",
            "references.bib:2:1: bib-syntax: a: there is no comma before year (put a comma after the value of title)",
        ),
        (
            '@misc{a,\n  title = "A" # "B"\n}',
            "references.bib:2:1: bib-syntax: a: title is joined with # (write the whole text out)",
        ),
        (
            "@misc{a,\n  journal = jsm\n}\n@string{jms = {J}}",
            "references.bib:2:1: bib-syntax: a: journal uses 'jsm', which no @string defines (did you mean jms?)",
        ),
        (
            "@misc{a, title = Slugs}",
            "references.bib:1:1: bib-syntax: a: title uses 'Slugs', which no @string defines "
            "(put braces around the text)",
        ),
        (
            "@misc{a, title = {A}, crossref = {b}}",
            "references.bib:1:1: bib-syntax: a: crossref is not followed (repeat the fields here)",
        ),
        (
            "@misc{a, title = {A}}\n\n  left over\n@misc{b, title = {B}}",
            "references.bib:3:1: bib-syntax: the text 'left over' stands between entries and belongs to none "
            "(begin a comment with %)",
        ),
        (
            "@misc{a, status = {resolvd}}",
            "references.bib:1:1: bib-field: a: status is 'resolvd' (did you mean resolved?)",
        ),
        (
            "@misc{a, notice = {bad}}",
            "references.bib:1:1: bib-field: a: notice is 'bad' (use retracted, corrected, concern)",
        ),
        ("@misc{a, year = {19}}", "references.bib:1:1: bib-field: a: year is '19' (write four digits)"),
        ("@misc{a, year = {c. 2019}}", "references.bib:1:1: bib-field: a: year is 'c. 2019' (write four digits)"),
        (
            "@misc{a, doi = {https://doi.org/10.1000/1}}",
            "references.bib:1:1: bib-field: a: doi is 'https://doi.org/10.1000/1' (write it without https://doi.org/)",
        ),
        ("@misc{a, pmid = {PMID 1}}", "references.bib:1:1: bib-field: a: pmid is 'PMID 1' (write digits only)"),
        ("@misc{a, pmcid = {123}}", "references.bib:1:1: bib-field: a: pmcid is '123' (write PMC and digits)"),
        (
            "@misc{a, url = {example.org}}",
            "references.bib:1:1: bib-field: a: url is 'example.org' (begin it with https://)",
        ),
        (
            "@misc{a, url = {javascript:alert(1)}}",
            "references.bib:1:1: bib-field: a: url is 'javascript:alert(1)' (begin it with https://)",
        ),
        (
            r"@misc{a, title = {\slug}}",
            r"references.bib:1:1: bib-field: a: title uses \slug, which is not understood (write the character itself)",
        ),
    ],
)
def test_what_is_wrong_is_said(text: str, expected: str) -> None:
    assert problems(text) == [expected]


def test_a_broken_entry_leaves_the_others() -> None:
    references, wrong = read("@misc{a, title = {A}\n\n@misc{b, title = {B}}\n", "references.bib")
    assert len(wrong) == 1
    assert list(references) == ["b"]


def test_the_first_of_two_equal_keys_is_kept() -> None:
    references, _ = read("@misc{a, title = {A}}\n@misc{a, title = {B}}\n@misc{A, title = {C}}", "references.bib")
    assert [reference.get("title") for reference in references.values()] == ["A"]


def test_an_entry_without_key_is_a_problem() -> None:
    assert problems("@misc{, title = {A}}")


@pytest.mark.parametrize(
    "fields", ["year = {2019a}", "year = 1999", "doi = {10.1000/abc}", "pmid = {1}", "pmcid = {PMC12}"]
)
def test_what_is_right_is_no_problem(fields: str) -> None:
    entry(fields)


@quick
@given(st.text(st.sampled_from('@{}",=#%ab1 \n\\$~-'), max_size=60))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    read(text, "references.bib")


@quick
@given(
    st.text(st.sampled_from('{}",=#%ab1 \n\\$~-,'), max_size=40), st.sampled_from(["title", "author", "year", "url"])
)
def test_no_field_makes_the_reader_raise(value: str, name: str) -> None:
    read(f"@misc{{a, {name} = {{{value}}}}}\n@misc{{b, title = {{B}}}}", "references.bib")


@quick
@given(st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1))
def test_plain_words_stay_what_they_are(title: str) -> None:
    assert sound(f"@misc{{a, title = {{{title}}}}}")["a"].get("title") == " ".join(title.split())


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("doi = {https://doi.org/10.1000/1}", "doi = {10.1000/1}"),
        ("notice = {Retracted}", "notice = {retracted}"),
        ("status = {candidat}", "status = {candidate}"),
        ("year = 2020\n  note = {x}", "year = 2020,\n  note = {x}"),
        ("doi = {see the paper}", None),
        ("notice = {withdrawn}", None),
        ("url = {example.org}", None),
    ],
)
def test_what_has_one_right_answer_is_given_with_it(wrong: str, right: str | None) -> None:
    text = f"@misc{{a, title = {{A}}}}\n@misc{{b,\n  title = {{B}},\n  {wrong}\n}}\n@misc{{c, title = {{C}}}}\n"
    [problem] = read(text, "references.bib")[1]
    assert (problem.instead is None) == (right is None)
    edit = bibediting.answered(text, problem.place, problem.instead) if problem.instead else None
    after = edits.apply(text, [edit]) if edit else None
    assert after == (text.replace(wrong, right) if right else None)


def test_what_stands_in_an_entry_twice_is_left_alone() -> None:
    text = "@misc{a, title = {x}, note = {x}}\n"
    assert bibediting.answered(text, Place("references.bib", 1), Answer("x", ("y",))) is None


def test_a_field_in_another_case_is_given_twice_all_the_same() -> None:
    text = "@misc{a,\n  Title = {One},\n  title = {Two}\n}\n"
    assert problems(text) == ["references.bib:3:1: bib-syntax: a: the entry has title twice (remove one of them)"]


def test_authors_are_given_in_the_field_that_bibtex_has_for_them() -> None:
    text = "@misc{a, authors = {Smith, J.}, title = {T}}\n"
    assert problems(text) == ["references.bib:1:1: bib-field: a: authors is no field of BibTeX (write author)"]
