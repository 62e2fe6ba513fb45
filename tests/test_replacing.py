"""Replacing a folder: cut short at every step, by a kill or a full disk, it leaves one of the two folders whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evidence import replacing
from evidence.replacing import beside, replace
from sitetools import environment

OLD = {"index.html": "old", "snails/index.html": "snails", ".git/HEAD": "ref: refs/heads/pages"}
NEW = {"index.html": "new", "slugs/index.html": "slugs"}
KEPT = {".git/HEAD": "ref: refs/heads/pages"}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def read(folder: Path) -> dict[str, str]:
    """Every file below a folder with its text."""
    return {one.relative_to(folder).as_posix(): one.read_text("utf-8") for one in folder.rglob("*") if one.is_file()}


def publish(place: Path) -> None:
    """Put the new folder in place of the old one."""
    with beside(place, place.parent) as scratch:
        replace(place, write(scratch / "new", NEW))


@pytest.fixture(params=["in one step", "in two"])
def exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With and without the step that only some systems have."""
    if request.param == "in two":
        monkeypatch.setattr(replacing, "_exchanged", lambda *_: False)
    elif sys.platform != "linux":
        pytest.skip("this system has no such step")
    return str(request.param)


def test_a_first_folder_is_put_there_with_those_above_it(tmp_path: Path) -> None:
    publish(tmp_path / "build" / "site")
    assert read(tmp_path / "build") == {f"site/{name}": text for name, text in NEW.items()}


def test_of_the_old_folder_only_its_history_stays(tmp_path: Path, exchange: str) -> None:
    publish(write(tmp_path / "site", OLD))
    assert read(tmp_path) == {f"site/{name}": text for name, text in (NEW | KEPT).items()}


def test_a_history_that_is_kept_elsewhere_stays_too(tmp_path: Path, exchange: str) -> None:
    publish(write(tmp_path / "site", {"index.html": "old", ".git": "gitdir: /elsewhere"}))
    assert read(tmp_path / "site") == NEW | {".git": "gitdir: /elsewhere"}


def test_the_exchange_is_one_step_where_the_system_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("this system has no such step")
    write(tmp_path / "site", OLD)
    monkeypatch.setattr(Path, "rename", lambda *_: pytest.fail("renamed"))
    publish(tmp_path / "site")
    assert read(tmp_path / "site") == NEW | KEPT


def test_what_others_left_there_is_not_touched(tmp_path: Path) -> None:
    write(tmp_path / "site", OLD)
    write(tmp_path / ".site-backup", OLD)
    with beside(tmp_path / "site", Path("/another/owner")) as other:
        write(other / "new", NEW)
        publish(tmp_path / "site")
        assert read(other / "new") == NEW
    assert read(tmp_path / ".site-backup") == OLD


HARNESS = """
import errno, os, sys
from pathlib import Path
from evidence import replacing
from test_replacing import KEPT, NEW, OLD, publish, read, write

how, steps, root = sys.argv[1], sys.argv[2], Path(sys.argv[3])
CHANGES = ["os.rename", "os.mkdir", "os.utime", "os.chmod", "ctypes.dlsym"]
CHANGES += ["os.remove", "os.rmdir"] if how == "kill" else []  # there is always room for less
if steps == "two":
    replacing._exchanged = lambda *_: False


def stop_at(number):
    left = iter(range(number))

    def hook(event, args):
        writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in CHANGES) and next(left, None) is None:
            if how == "kill":
                os._exit(9)
            global stopped
            if not stopped:
                stopped = True
                raise OSError(errno.ENOSPC, "No space left on device")

    sys.addaudithook(hook)


stopped = False
for number in range(1000):
    place = write(root / str(number) / "site", OLD)
    child = os.fork()
    if child == 0:
        stop_at(number)
        try:
            publish(place)
        except OSError:
            os._exit(9)
        os._exit(9 if stopped else 0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == 0:
        break
    assert status == 9, status
    if how == "full" or steps == "one" or place.exists():
        assert read(place) in (OLD, NEW | KEPT), (number, read(place))
    else:  # between the two renames, when the old folder waits beside its place
        assert sum(read(left / "old") == OLD for left in place.parent.iterdir() if (left / "old").exists()) == 1, number
    if how == "full":
        assert [one.name for one in place.parent.iterdir()] == ["site"], number
    publish(place)
    assert read(place) == NEW | KEPT, (number, read(place))
    assert [one.name for one in place.parent.iterdir()] == ["site"], number
print(number)
"""


@pytest.mark.parametrize("steps", ["one", "two"])
@pytest.mark.parametrize("how", ["kill", "full"])
def test_cut_short_at_any_step_one_of_the_two_folders_is_whole_and_the_next_run_mends_the_rest(
    tmp_path: Path, how: str, steps: str
) -> None:
    if sys.platform != "linux":
        pytest.skip("the steps are those of Linux")
    paths = {"PYTHONPATH": os.pathsep.join((environment()["PYTHONPATH"], str(Path(__file__).parent)))}
    command = [sys.executable, "-c", HARNESS, how, steps, str(tmp_path)]
    result = subprocess.run(command, env=environment(**paths), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 10
