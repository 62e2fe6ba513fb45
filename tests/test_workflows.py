"""The workflows of the repository host, and the hooks before a commit, do what they say and no more."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import GARDEN, write
from evidence import cli
from sitetools import ROOT, environment
from test_revisions import git

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TOOLS = Path(sys.executable).parent
HOSTILE = """\
## Claims added

@everyone look at [this](https://example.org) ![](https://example.org/x.png)
```
</code></pre><img src=x onerror=alert(1)> $(touch run) `touch run` \x1b[31m\u202etxt.exe
"""


def workflow(name: str) -> dict[Any, Any]:
    read: dict[Any, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8"))
    return read


def jobs() -> Iterator[tuple[Path, str, dict[str, Any]]]:
    for file in FILES:
        for name, job in workflow(file.stem)["jobs"].items():
            yield file, name, job


def steps() -> Iterator[dict[str, Any]]:
    yield from (step for _, _, job in jobs() for step in job["steps"])


def shell(text: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the text of a step as the host does."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )


# What the linters say ----------------------------------------------------------------------------------------


def test_an_auditor_of_workflows_finds_nothing() -> None:
    command = [str(TOOLS / "zizmor"), "--offline", "--persona=pedantic", "--no-progress", *map(str, FILES)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout
    assert "No findings to report" in result.stdout


def test_workflows_are_what_the_host_expects() -> None:
    command = [str(TOOLS / "check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *map(str, FILES)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout


# What they may do --------------------------------------------------------------------------------------------


def test_every_action_is_pinned_by_its_commit_and_is_the_same_everywhere() -> None:
    pins = defaultdict(set)
    for file in FILES:
        for line in file.read_text("utf-8").splitlines():
            if "uses:" in line:
                found = re.fullmatch(r" *(?:- )?uses: ([\w-]+/[\w-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
                assert found, line
                pins[found[1]].add(found.groups())
    assert pins
    assert [name for name, all_ in pins.items() if len(all_) > 1] == []


def test_no_job_has_more_permissions_than_it_says_and_none_has_a_secret() -> None:
    writing = set()
    for file, name, job in jobs():
        assert workflow(file.stem)["permissions"] == {}, file.name
        assert job["timeout-minutes"] <= 90
        writing |= {(file.stem, name) for allowed in job["permissions"].values() if allowed == "write"}
        assert "secrets." not in file.read_text("utf-8")
    assert writing == {("comment", "comment"), ("publish", "publish"), ("notices", "propose")}


def test_nothing_that_others_wrote_becomes_part_of_a_script() -> None:
    assert [step["run"] for step in steps() if "${{" in step.get("run", "")] == []
    assert [
        step
        for step in steps()
        if step.get("uses", "").startswith("actions/checkout") and step["with"]["persist-credentials"]
    ] == []


def test_jobs_that_may_write_run_nothing_of_the_repository() -> None:
    for file, name, job in jobs():
        if "write" in job["permissions"].values():
            for step in job["steps"]:
                assert not re.search(r"make |evidence |python|\.venv|npm|pip ", step.get("run", "")), (file.name, name)
    assert [step for step in workflow("comment")["jobs"]["comment"]["steps"] if "uses" in step] == []


def test_every_command_and_target_of_a_workflow_exists(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    commands = set(re.findall(r"^    ([a-z][a-z-]*)", capsys.readouterr().out, re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)) | {".venv/.site"}
    text = "\n".join(step.get("run", "") for step in steps())
    used = set(re.findall(r"\.venv/bin/evidence ([a-z]+)", text))
    assert used >= {"check", "diff", "references"}
    assert used <= commands
    assert set(re.findall(r"\bmake ([\w./-]+)", text)) <= targets


# What they do ------------------------------------------------------------------------------------------------


FAKE = """\
#!/usr/bin/env python3
import os, pathlib, sys
with open("asked", "a") as log:
    log.write(" ".join(sys.argv[1:]) + "\\n")
address = " ".join(sys.argv[1:])
if "artifacts?name=" in address: print(os.environ.get("FOUND", "5"))
elif address.endswith("/zip"): sys.stdout.buffer.write(pathlib.Path("artifact.zip").read_bytes())
elif "pulls?" in address: print("7\\n8")
elif "/comments --paginate" in address: print(os.environ.get("OLD", ""))
"""


def commented(folder: Path, text: str, **variables: str) -> str:
    """What the job of comment.yml writes for a text, with a stand-in for the host's own command; and what it asks."""
    with zipfile.ZipFile(folder / "artifact.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("change.md", text)
    fake = folder / "bin" / "gh"
    fake.parent.mkdir()
    fake.write_text(FAKE, "utf-8")
    fake.chmod(0o755)
    known = {"REPOSITORY": "o/r", "RUN": "1", "COMMIT": "abc", "GITHUB_SERVER_URL": "https://example.org"}
    known["PATH"] = f"{fake.parent}{os.pathsep}{os.environ['PATH']}"
    for step in workflow("comment")["jobs"]["comment"]["steps"]:
        result = shell(step["run"], folder, **known, **variables)
        assert result.returncode == 0, result.stderr
    path = folder / "comment.md"
    return path.read_text("utf-8") if path.exists() else ""


def test_what_a_request_says_is_shown_as_plain_text(tmp_path: Path) -> None:
    text = commented(tmp_path, HOSTILE)
    head, _, shown = text.partition("\n\n")
    assert head.startswith("<!-- evidence: what the change does -->\nWhat this change does")
    assert [line for line in shown.splitlines() if not line.startswith("    ")] == []
    assert "    @everyone look" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert not (tmp_path / "run").exists()
    assert "--method POST repos/o/r/issues/7/comments" in (tmp_path / "asked").read_text("utf-8")


def test_a_comment_is_written_once_and_then_anew(tmp_path: Path) -> None:
    commented(tmp_path, "one\n", OLD="3")
    assert "--method PATCH repos/o/r/issues/comments/3" in (tmp_path / "asked").read_text("utf-8")


@pytest.mark.parametrize("text", ["\u03b2" * 10**6, "\n" * 10**6, "word\n" * 10**6])
def test_a_long_text_is_cut(tmp_path: Path, text: str) -> None:
    assert 1_000 < len(commented(tmp_path, text)) < 60_000


def test_where_nothing_was_left_nothing_is_written(tmp_path: Path) -> None:
    assert commented(tmp_path, "one\n", FOUND="") == ""
    assert "comments" not in (tmp_path / "asked").read_text("utf-8")


def test_every_script_is_sound_for_the_shell(tmp_path: Path) -> None:
    for step in steps():
        if "run" in step:
            result = subprocess.run(["bash", "-n"], input=step["run"], text=True, capture_output=True, check=False)
            assert (result.returncode, result.stderr) == (0, ""), step["name"]


def test_the_step_of_notices_fails_where_its_command_fails(tmp_path: Path) -> None:
    [step] = [one for one in workflow("notices")["jobs"]["ask"]["steps"] if one.get("id") == "asked"]
    program = tmp_path / ".venv" / "bin" / "evidence"
    program.parent.mkdir(parents=True)
    for status, expected in ((1, ""), (0, "found=yes\n")):
        program.write_text(f"#!/bin/sh\necho 'b' > references.bib\necho one\nexit {status}\n", "utf-8")
        program.chmod(0o755)
        write(tmp_path, {"references.bib": "a\n", "output": "", "summary": ""})
        if status:
            git(tmp_path, "init")
            git(tmp_path, "add", "references.bib")
            git(tmp_path, "commit", "-m", "First")
        result = shell(step["run"], tmp_path, GITHUB_OUTPUT="output", GITHUB_STEP_SUMMARY="summary")
        assert result.returncode == status, result.stderr
        assert (tmp_path / "output").read_text("utf-8") == expected
    assert "+b" in (tmp_path / "build" / "notices" / "notices.patch").read_text("utf-8")


# Before a commit ---------------------------------------------------------------------------------------------


def test_hooks_mend_and_check_what_is_committed(tmp_path: Path) -> None:
    claim = "content/claims/copper-lettuce.yml"
    root = write(tmp_path / "site", {**GARDEN, claim: GARDEN[claim].replace("stance: supports", "stance: suports")})
    shutil.copyfile(ROOT / ".pre-commit-config.yaml", root / ".pre-commit-config.yaml")
    program = root / ".venv" / "bin" / "evidence"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m evidence "$@"\n', "utf-8")
    program.chmod(0o755)
    git(root, "init")
    git(root, "add", "content", "seeds", "references.bib", "mkdocs.yml")

    def hooks() -> subprocess.CompletedProcess[str]:
        command = [str(TOOLS / "pre-commit"), "run", "--all-files"]
        variables = environment(PRE_COMMIT_HOME=str(tmp_path / "home"))
        return subprocess.run(command, cwd=root, env=variables, capture_output=True, encoding="utf-8", check=False)

    first = hooks()
    assert first.returncode == 1
    assert "-stance: suports\n+stance: supports\n" in first.stdout
    assert (root / claim).read_text("utf-8") == GARDEN[claim]
    assert hooks().returncode == 0
    write(root, {claim: GARDEN[claim].replace("[copper]", "[tin]")})
    last = hooks()
    assert last.returncode == 1
    assert f"{claim}:4:12: link-unknown: there is no remedy 'tin'" in last.stdout
