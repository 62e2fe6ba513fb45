"""Run as a program, makes the pictures of CONTRIBUTING.md anew, from a copy of the site that names a repository."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import FloatRect, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from find_chromium import find
from sitetools import ROOT, copy_project, evidence

PICTURES = ROOT / "docs" / "pictures"
REPOSITORY = "https://example.org/owner/name"
CLAIM = "adipose-exosomes-keratinocytes-wnt"
PASTED = (
    "Ma et al. treated HaCaTs with H2O2 to simulate skin dam-\nage and discovered that ADSC-exos can improve HaCaTs\n"
    "proliferation and migration, and prevent apoptosis via the\nWnt/\u03b2-linked protein signaling pathway [171]."
)
MARK = "outline: 3px solid #c2410c; outline-offset: 3px; border-radius: 2px"
"""How the picture points at what is to be clicked."""


def build(root: Path) -> Path:
    """The site of a copy of this project that names a repository."""
    copy_project(root)
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + f"  repository: {REPOSITORY}\n", "utf-8")
    done = evidence(root, "build")
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return root / "site"


def shoot(tab: Page, name: str, selector: str, height: int) -> None:
    """A picture that begins where something stands, as wide as that and so many pixels high."""
    found = tab.locator(selector).first.bounding_box()
    if found is None:
        sys.exit(f"{selector} is not seen")
    clip = FloatRect(x=found["x"] - 12, y=found["y"] - 12, width=found["width"] + 24, height=height)
    tab.screenshot(path=PICTURES / name, full_page=True, clip=clip)


def point_at(tab: Page, selector: str) -> None:
    """Marks what is to be clicked."""
    tab.locator(selector).first.evaluate(f"(element) => {{ element.style.cssText = '{MARK}'; }}")


def main() -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = build(Path(folder) / "copy")
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 820, "height": 1600}, reduced_motion="reduce")
        tab.goto(f"{site.as_uri()}/mechanisms/wnt-beta-catenin/index.html")
        point_at(tab, f"#c-{CLAIM} + p a[href$='{CLAIM}.yml']")
        shoot(tab, "edit.png", f"#c-{CLAIM}", 236)
        tab.goto(f"{site.as_uri()}/add/claim/index.html")
        tab.get_by_label("Words of the source").fill(PASTED)
        tab.wait_for_timeout(500)
        shoot(tab, "form.png", "#form fieldset fieldset", 545)
        point_at(tab, "#form-host")
        shoot(tab, "file.png", "#form-result", 535)
        browser.close()


if __name__ == "__main__":
    main()
