"""The READMEs keep up with what they tell of; the one at the top stays short."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

from support.source import PACKAGE, ROOT

from ganbu_desktop.cli.program import _parser
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.paper.form_file import read_form
from installer import verb_table

FILES = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("[gt]*/**/README.md")))
README = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
LONGEST = 150


def test_the_first_page_is_for_users_and_short() -> None:
    assert {path.relative_to(ROOT).as_posix() for path in FILES} >= {"README.md", "ganbu_desktop/README.md"}
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_every_dependency_has_its_reason() -> None:
    """The table names each package of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    rows = " ".join(line.split("|")[1].lower() for line in README.splitlines() if line.count("|") == 3)
    named = set(re.findall(r"[\w.-]+", rows))
    missing = [text for text in wanted if re.split(r"[=<>!~ ]", text)[0].lower() not in named]
    assert not missing, missing


def test_every_room_is_named() -> None:
    """A room that nobody is told about is a room that nobody finds."""
    rooms = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()]
    assert not [room for room in rooms if f"  {room}/" not in README]


def test_every_file_that_is_shown_exists() -> None:
    """Pictures and links lead somewhere."""
    targets = [
        path.parent / target
        for path in FILES
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    ]
    assert targets
    assert not [target for target in targets if not target.exists()]


def test_every_path_that_is_named_exists() -> None:
    """A recipe that leads to a file which has moved is worse than none."""
    roots = (ROOT, PACKAGE)
    named = set(re.findall(r"`((?:\w[\w.-]*/)+[\w.-]*\.(?:py|toml))`", README))
    assert len(named) > 10
    real = sorted(path for path in named if "NNNN" not in path)
    assert not [path for path in real if not any((root / path).exists() for root in roots)]


def test_the_examples_of_files_are_read_as_they_stand(tmp_path: Path) -> None:
    """What is shown of a form and of a rule figure is taken by their own readers."""
    plain, form, letter, figure = re.findall(r"```toml\n(.*?)```", README, flags=re.DOTALL)
    shown = (("side-office-sheet", "社会兼职登记表", plain), ("brief", "干部简要情况表", form))
    for name, title, text in (*shown, ("hours-proof", "学时证明", letter)):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        assert read_form(tmp_path / f"{name}.toml").title == title
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "service.toml").write_text(figure, encoding="utf-8")
    assert ParameterSet.load(folder=tmp_path / "rules").integer("side_office_most", date(2026, 1, 1)) == 1


def test_the_recipe_of_a_row_makes_one() -> None:
    """The first example of a recipe is run as it stands: a row with its ledger, its check and its manual."""
    recipes = (PACKAGE / "modules" / "README.md").read_text(encoding="utf-8")
    shown = next(block for block in re.findall(r"```python\n(.*?)```", recipes, flags=re.DOTALL) if "row.Row(" in block)
    order = (
        "from collections.abc import Iterable\n"
        "from ganbu_desktop import modules\n"
        "from ganbu_desktop.foundation.fields import Date, Text\n"
        "from ganbu_desktop.foundation.partial_date import PartialDate\n"
        "from ganbu_desktop.kernel import row\n"
        "from ganbu_desktop.store.record import Record, column, reference\n"
        "modules.load_records()\n"
        f"{shown}\n"
        "print(SIDE_OFFICES.ledger.fields)\n"
        "late = SideOffice(person_id='p', body='商会', starts_on=PartialDate(2026), ends_on=PartialDate(2025))\n"
        "print(len(list(side_office_faults(late, None))))\n"
    )
    ran = subprocess.run([sys.executable, "-c", order], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ran.stdout.splitlines() == ["('person_id', 'body', 'starts_on', 'ends_on')", "1"], ran.stderr


def test_every_verb_is_told_and_every_command_shown_is_one() -> None:
    """The command line and its two tables agree."""
    verbs = {name for action in _parser()._actions for name in (action.choices or ())}
    shown = [shlex.split(line) for line in re.findall(r"`ganbu ([^`]*)`", README)]
    assert verbs
    assert verbs <= {words[0] for words in shown}
    for words in shown:
        if any(word.startswith(("全县", "备份")) for word in words):
            _parser().parse_args(words)


def test_the_table_of_verbs_is_made_from_the_verbs() -> None:
    """A verb that takes another argument says so in the table, once."""
    text = verb_table.PLACE.read_text(encoding="utf-8")
    assert text == verb_table.written(text), "run `python3 installer/dev.py verbs`"
    assert README.count("| verb |") == 1, "a second table, typed by hand"


def test_a_verb_is_written_with_what_it_needs_bare_and_the_rest_in_brackets() -> None:
    """STORE is needed, TEXT is not; a flag has no value and several values have dots."""
    rows = {row.split("`")[1] for row in verb_table.table().splitlines()[2:]}
    assert "ganbu backup STORE --to PATH" in rows
    assert "ganbu find STORE [TEXT] [--view NAME] [--conditions FILE]" in rows
    assert any(row.startswith("ganbu import STORE PATHS… [--dry-run] [--report FILE.xlsx]") for row in rows)
    assert len(rows) == len(verb_table.VERBS)
