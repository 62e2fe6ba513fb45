"""What a site knows is also given as data: files for spreadsheets and programs, the same at every build."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from evidence.catalogue import Catalogue
from evidence.cutting import Cutter


def data_files(cutter: Cutter) -> dict[str, str]:
    """Every data file of the site: its path below data/ and its text."""
    return {"claims.csv": _table(CLAIM_COLUMNS, _claims(cutter.catalogue))}


CLAIM_COLUMNS = ("id", "statement", "stance", "level", "about", "cites")


def _claims(catalogue: Catalogue) -> Iterable[Sequence[str]]:
    for claim in catalogue.claims:
        level = catalogue.level(claim)
        cites = dict.fromkeys(key for item in claim.evidence for key in item.cites)
        yield (
            claim.id,
            " ".join(claim.statement.split()),
            claim.stance,
            level.id if level else "",
            "; ".join(catalogue.named[claim.id]),
            "; ".join(cites),
        )


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Comma-separated values as RFC 4180 has them, but with lines that end as in every other file of the site."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
