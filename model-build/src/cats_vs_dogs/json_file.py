"""JSON files of a work folder: one object each, to be read by people too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_json(path: Path) -> dict[str, Any]:
    """Raises FileNotFoundError when there is no such file."""
    value: dict[str, Any] = json.loads(path.read_text())
    return value


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write ``value`` over what was there."""
    path.write_text(json.dumps(value, indent=2) + "\n")
