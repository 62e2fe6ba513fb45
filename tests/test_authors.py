"""Which reference is meant by authors and a year."""

from __future__ import annotations

import pytest

from evidence.authors import Authors
from evidence.bibliography import read
from evidence.markers import Markers, markers

AUTHORS = """\
@misc{li, author = {Li, A.}, year = 2024}
@misc{reed, author = {Reed, A. and Moss, B.}, year = 2024}
@misc{moss, author = {Moss, B.}, year = 2024}
@misc{reed-a, author = {Reed, A.}, year = {2020a}}
@misc{muller, author = {M{\\"u}ller-Lüdenscheidt, C. and Fern, D. and Oak, E.}, year = 2019}
@misc{van, author = {Ludwig van der Beet}, year = 2019}
@misc{club, author = {{Garden Club of Kent}}, year = 2019}
@misc{nobody, year = 2019}
"""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("(Li 2024)", "li"),
        ("(Collins 2024)", None),
        ("(Li 2023)", None),
        ("(Reed and Moss, 2024)", "reed"),
        ("(see also Moss, 2024)", "moss"),
        ("(Reed 2020a)", "reed-a"),
        ("(Müller-Lüdenscheidt et al. 2019)", "muller"),
        ("(van der Beet, 2019)", "van"),
        ("(Garden Club of Kent 2019)", "club"),
        ("Reed and Moss (2024) saw slugs", "reed"),
        ("As Müller-Lüdenscheidt et al. (2019) saw", "muller"),
    ],
)
def test_authors_and_year_name_one_reference(text: str, key: str | None) -> None:
    references, problems = read(AUTHORS, "references.bib")
    assert problems == []
    found = markers(text, Markers(style="author-year"), Authors(references.values()))
    assert found == ([(key,)] if key else [])
