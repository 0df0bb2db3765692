"""The types are those of the OpenAPI document of the built function."""

from typing import Any

import httpx
import pytest

from cats_vs_dogs_client import types
from cats_vs_dogs_client.problem import Problem


@pytest.fixture(scope="session")
def schemas(function_url: str) -> dict[str, Any]:
    document: dict[str, Any] = httpx.get(f"{function_url}/openapi.json").json()
    return document["components"]["schemas"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "name", ["Prediction", "Saliency", "Model", "BatchPrediction", "BatchError", "Problem", "Verdict"]
)
def test_fields(schemas: dict[str, Any], name: str) -> None:
    kind: Any = Problem if name == "Problem" else getattr(types, name)
    # A client may be newer than the function.
    assert set(kind.__annotations__) >= set(schemas[name]["properties"])
    assert kind.__required_keys__ == set(schemas[name]["required"])
