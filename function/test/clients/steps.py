"""Runs named steps with a client and prints what came of each as JSON: its value, or the error that the client raised."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np


def plain(value: Any) -> Any:
    """The value as JSON has it."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def outcome(step: Callable[[], Any]) -> dict[str, Any]:
    """What came of one step; any error of the client is an outcome too."""
    try:
        return {"value": plain(step())}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


async def outcome_of(step: Callable[[], Awaitable[Any]]) -> dict[str, Any]:
    """The same for a client that is awaited."""
    try:
        return {"value": plain(await step())}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def tell(outcomes: dict[str, dict[str, Any]]) -> None:
    print(json.dumps(outcomes))
