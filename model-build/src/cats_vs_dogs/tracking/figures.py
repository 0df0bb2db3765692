"""Nested values as the flat names that MLflow keeps."""

from __future__ import annotations

from typing import Any


def parameters(values: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """``{"augmentation": {"flip": True}}`` to ``{"augmentation.flip": "True"}``."""
    flat: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            flat |= parameters(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = str(value)
    return flat


def metrics(report: dict[str, Any], prefix: str = "") -> dict[str, float]:
    """Every number of a report, as ``test_accuracy_by_label_cat``; an interval as ``_low`` and ``_high``."""
    flat: dict[str, float] = {}
    for name, value in report.items():
        if isinstance(value, dict):
            flat |= metrics(value, f"{prefix}{name}_")
        elif "interval" in name and isinstance(value, list):
            flat |= {f"{prefix}{name}_low": float(value[0]), f"{prefix}{name}_high": float(value[1])}
        elif isinstance(value, int | float) and not isinstance(value, bool):
            flat[prefix + name] = float(value)
    return flat
