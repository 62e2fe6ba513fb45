"""Data files say what the records say, row by row."""

from __future__ import annotations

import csv
import io

from conftest import GARDEN, SiteFactory
from evidence.cutting import Cutter
from evidence.exports import data_files
from evidence.reading import read_site


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a file of comma-separated values."""
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_for_each_claim(site: SiteFactory) -> None:
    catalogue, _ = read_site(site(GARDEN))
    assert rows(data_files(Cutter(catalogue))["claims.csv"]) == [
        {
            "id": "copper-lettuce",
            "statement": "Copper bands keep grey field slugs away from lettuce.",
            "stance": "supports",
            "level": "garden",
            "about": "copper; grey-slug; lettuce",
            "cites": "field-1; field-3",
        }
    ]
