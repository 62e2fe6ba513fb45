"""How long an editor waits from saving a claim to seeing it: `python bench/serving.py 20000` (0: this review).

The site is served by `evidence serve` and shown in Chromium. Seconds are from writing the file to the first frame with
the new words, after the page was loaded again by itself: of edits after which all else was made before the next one,
and of edits each of which is saved half a second after the last one shows.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from evidence import building
from evidence.cutting import Cutter
from synthetic import ROOT, Size, write_site

sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from find_chromium import HELP, find
from sitetools import copy_project, environment

TIMES = 3
WATCH = """
const look = () => {
  const words = document.body?.textContent.match(/It was looked at (\\d+) times\\./);
  if (words) window.seen = [Number(words[1]), Date.now() / 1000];
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
"""Notes in a page which turn it shows, and since when."""
LONG = 3_600
"""Seconds after which nothing is waited for any more."""


@dataclass(frozen=True, slots=True)
class Served:
    """A site that is served: what the server has said so far, and the file of a claim."""

    said: Path
    claim: Path

    def wait(self, words: str, times: int) -> None:
        """Wait until the server has said something so many times. Raises TimeoutError where it does not."""
        end = time.monotonic() + LONG
        while self.said.read_text("utf-8").count(words) < times:
            if time.monotonic() > end:
                raise TimeoutError(self.said.read_text("utf-8"))
            time.sleep(0.1)


def chosen(root: Path) -> tuple[Path, str]:
    """A claim without a caution that stands on some page, and that page's address."""
    catalogue, problems = building.load(root)
    if not catalogue.claims:
        raise SystemExit("\n".join(map(str, problems)))
    cutter = Cutter(catalogue)
    claim = next(one for one in catalogue.claims if not one.caution and cutter.host(one))
    return root / claim.path, f"{cutter.home(claim).removesuffix('.md')}/"


def measure(tab: Page, served: Served, turns: range, *, patient: bool) -> list[float]:
    """Save the claim with other words and wait until they are shown; if `patient`, until all is made, too."""
    text = served.claim.read_text("utf-8").split("caution: ", maxsplit=1)[0]
    seconds = []
    for turn in turns:
        served.claim.write_text(f"{text}caution: It was looked at {turn} times.\n", "utf-8")
        begun = time.time()
        tab.wait_for_function("(turn) => window.seen?.[0] === turn", arg=turn, timeout=LONG * 1000)
        seconds.append(tab.evaluate("window.seen[1]") - begun)
        if patient:
            served.wait("make the site", turn + 1)
        tab.wait_for_timeout(500)  # until the page asks for what is new
    return seconds


def told(what: str, seconds: Sequence[float]) -> str:
    """One line with the median and the worst."""
    return f"{what}: {statistics.median(seconds):.2f} s (worst {max(seconds):.2f})"


def main(claims: int) -> None:
    """Print the times for a site of that many claims, or for this review."""
    if (chromium := find()) is None:
        raise SystemExit(HELP)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as player:
        place = Path(folder) / "site"
        root = write_site(place, Size(claims, max(40, claims // 10))) if claims else copy_project(place)
        claim, page = chosen(root)
        said = Path(folder) / "said"
        address = "127.0.0.1:8123"
        command = [sys.executable, "-m", "evidence", "--root", str(root), "serve", "--address", address, "--profile"]
        with (
            said.open("w") as err,
            subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=err) as one,
        ):
            served = Served(said, claim)
            served.wait("open http", 1)
            browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            tab = browser.new_page()
            tab.add_init_script(WATCH)
            tab.goto(said.read_text("utf-8").split("open ")[1].split(",")[0] + page)
            tab.wait_for_timeout(1_000)  # until the page asks for what is new
            print(told("alone", measure(tab, served, range(1, TIMES + 1), patient=True)))
            print(told("one after the other", measure(tab, served, range(TIMES + 1, 2 * TIMES + 1), patient=False)))
            browser.close()
            one.terminate()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
