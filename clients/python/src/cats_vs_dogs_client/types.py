"""The answers of the function, as its OpenAPI document describes them."""

from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict, final

from .problem import Problem, ProblemError


class Model(TypedDict):
    name: str
    version: str


class Probabilities(TypedDict):
    cat: float
    dog: float


class Saliency(TypedDict):
    """Log odds for the predicted class on a grid over the upright photo, row by row from the top left."""

    width: int
    height: int
    values: list[float]


class Prediction(TypedDict):
    """Use it without a person's look only if `is_pet` is true and `needs_review` is false."""

    prediction: Literal["cat", "dog"]
    probability: float
    confidence: float
    probabilities: Probabilities
    is_pet: bool
    pet_score: float
    needs_review: bool
    warnings: NotRequired[list[Literal["damaged"]]]
    saliency: NotRequired[Saliency]
    photo_sha256: str
    inference_time_ms: float
    model: Model
    request_id: str


class Explanation(Prediction):
    saliency: Saliency  # type: ignore[misc] # required here


@final
class BatchPrediction(Prediction):
    index: int
    filename: str


@final
class BatchError(TypedDict):
    index: int
    filename: str
    error: Problem


BatchResult = BatchPrediction | BatchError


@dataclass(frozen=True)
class PhotoResult:
    """The result of one of many photos; `index` is its place among them."""

    index: int
    prediction: Prediction | None
    error: ProblemError | None


class Verdict(TypedDict):
    """What a photo shows, as a person sees it. `photo_sha256` is that of the prediction."""

    photo_sha256: str
    verdict: Literal["cat", "dog", "neither"]
    predicted: NotRequired[Literal["cat", "dog", "neither"]]
    probability: NotRequired[float]
    needs_review: NotRequired[bool]
    model: NotRequired[str]
    source: NotRequired[str]


class VerdictCounts(TypedDict):
    accepted: int
    repeated: int
