"""Whether two models that answered the same photos differ by more than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest


@dataclass(frozen=True)
class McNemar:
    """McNemar's exact test (Dietterich 1998): of the photos that one model alone has right, is either's share half?

    p_two_sided: of any difference. p_worse: one-sided, that the candidate is not worse; small means worse.
    """

    photos: int
    only_candidate_right: int
    only_champion_right: int
    p_two_sided: float
    p_worse: float


def mcnemar(candidate_right: np.ndarray, champion_right: np.ndarray) -> McNemar:
    """Compare which of the same photos, bool [n], each has right."""
    better = int((candidate_right & ~champion_right).sum())
    worse = int((champion_right & ~candidate_right).sum())
    if better + worse == 0:
        return McNemar(len(candidate_right), 0, 0, 1.0, 1.0)
    two_sided, one_sided = (
        float(binomtest(better, better + worse, alternative=alternative).pvalue)
        for alternative in ("two-sided", "less")
    )
    return McNemar(len(candidate_right), better, worse, two_sided, one_sided)
