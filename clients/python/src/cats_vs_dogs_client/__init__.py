"""Client of the cats-vs-dogs function, which tells cats from dogs in photos."""

from .async_client import AsyncClient
from .client import Client
from .photo import Photo
from .problem import Problem, ProblemError
from .types import (
    BatchError,
    BatchPrediction,
    BatchResult,
    Explanation,
    Model,
    PhotoResult,
    Prediction,
    Probabilities,
    Saliency,
    Verdict,
    VerdictCounts,
)

__all__ = [
    "AsyncClient",
    "BatchError",
    "BatchPrediction",
    "BatchResult",
    "Client",
    "Explanation",
    "Model",
    "Photo",
    "PhotoResult",
    "Prediction",
    "Probabilities",
    "Problem",
    "ProblemError",
    "Saliency",
    "Verdict",
    "VerdictCounts",
]
