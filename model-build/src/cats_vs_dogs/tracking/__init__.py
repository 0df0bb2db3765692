"""Runs, figures and models in MLflow.

Training and evaluation write their own records into work; what is here copies them into MLflow
afterwards, as often as it is asked to, and adds only what is not there yet. So a server that is
away costs a warning and nothing else. MLflow takes seconds to import: only the functions do it.
"""

from .candidate import check_evaluated, record_evaluation, track_candidate
from .registry import promote
from .runs import track_run
from .store import TrackingError, only_warn

__all__ = [
    "TrackingError",
    "check_evaluated",
    "only_warn",
    "promote",
    "record_evaluation",
    "track_candidate",
    "track_run",
]
