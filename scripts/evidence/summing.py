"""What stands behind claims is counted: studies once each, and nothing that was retracted."""

from __future__ import annotations

from evidence.catalogue import Catalogue
from evidence.models import Claim, Study
from evidence.references import Reference


def study_behind(catalogue: Catalogue, claim: Claim) -> str | None:
    """What tells the study behind a claim from other studies, so that claims of one study have the same."""
    if isinstance(claim.study, str):
        return claim.study
    cited = _cited(catalogue, claim)
    originals = [reference.key for reference in cited if not reference.is_review]
    if cited and not originals:
        return None
    return originals[0] if originals else claim.id


def is_retracted(catalogue: Catalogue, record: Claim | Study) -> bool:
    """Whether a claim or study rests on nothing but retracted papers; a review that retells one does not save it."""
    cited = _cited(catalogue, record)
    originals = [reference for reference in cited if not reference.is_review] or cited
    return bool(originals) and all(reference.notice == "retracted" for reference in originals)


def _cited(catalogue: Catalogue, record: Claim | Study) -> list[Reference]:
    keys = dict.fromkeys(key for item in record.evidence for key in item.cites)
    return [catalogue.references[key] for key in keys]
