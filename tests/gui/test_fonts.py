"""The window on a computer without a single font: every character of a name is drawn, none is an empty box."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

CHARACTERS = "干部任免审批县委组织·㛃𬱖𠅤𠮷"
SCRIPT = """
import json, sys
from hashlib import sha256
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QImage
from PySide6.QtWidgets import QApplication, QLabel
from ganbu_desktop.desktop.kit import theme

app = QApplication([])
system = [f for f in QFontDatabase.families() if not f.startswith("Ganbu")]
if sys.argv[2] == "dressed":
    theme.apply(app)

def picture(text):
    label = QLabel(text)
    label.setFixedSize(48, 32)
    image = QImage(label.size(), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    label.render(image)
    return sha256(bytes(image.constBits())).hexdigest()

print(json.dumps({"system": system, "blank": picture(""), "none": picture(chr(0x10FFFD)),
                  "shown": [picture(character) for character in sys.argv[1]]}))
"""


def run(tmp_path: Path, how: str) -> dict[str, Any]:
    """Draw each character in a process that finds no system font."""
    (tmp_path / "empty").mkdir(exist_ok=True)
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{tmp_path / 'empty'}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>", "utf-8"
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(config), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, CHARACTERS, how], env=environment, capture_output=True, check=True, timeout=60
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_computer_without_fonts_shows_every_character(tmp_path: Path) -> None:
    found = run(tmp_path, "dressed")
    assert set(found["system"]) <= {"Monospace", "Sans Serif", "Serif"}, "names without a font behind them"
    shown = found["shown"]
    assert len(set(shown)) == len(CHARACTERS), "two characters look the same: boxes"
    assert found["none"] not in shown
    assert found["blank"] not in shown


def test_without_the_fonts_of_the_program_they_would_be_boxes(tmp_path: Path) -> None:
    shown = run(tmp_path, "bare")["shown"]
    assert len(set(shown)) < len(CHARACTERS)
