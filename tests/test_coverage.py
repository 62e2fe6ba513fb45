"""What of a source is behind a claim is counted for each source by itself."""

from __future__ import annotations

from conftest import GARDEN, SiteFactory
from evidence.coverage import measure
from evidence.reading import read_site

NOTES = """\
- key: notes
  title: Notes on slugs
  short: Notes
  edition: notes.txt
  markers: {style: numeric, key: 'field-{n}'}
"""
CLAIM = GARDEN["content/claims/copper-lettuce.yml"]
FILES = {
    **GARDEN,
    "seeds/_sources.yml": GARDEN["seeds/_sources.yml"] + NOTES,
    "seeds/notes.txt": "Wet beds were crossed at night by grey slugs [2]. Nobody saw them by day [3].\n",
    "content/claims/wet-beds.yml": CLAIM[: CLAIM.index("evidence:")]
    + "evidence:\n  - {source: notes, quote: 'Wet beds were crossed at night by grey slugs [2].', cites: [field-2]}\n",
}


def test_a_reference_that_is_cited_from_one_source_is_not_counted_in_another(site: SiteFactory) -> None:
    catalogue, problems = read_site(site(FILES))
    assert problems == []
    guide, notes = measure(catalogue)
    assert [sorted(guide.cited), sorted(guide.referenced)] == [
        ["field-1", "field-3"],
        ["field-1", "field-2", "field-3"],
    ]
    assert [sorted(notes.cited), sorted(notes.referenced)] == [["field-2"], ["field-2", "field-3"]]
    assert [gap.text for gap in notes.gaps] == ["Nobody saw them by day [3]."]
