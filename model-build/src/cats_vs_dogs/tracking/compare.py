"""The candidate beside the champion: their figures, and McNemar's test on the photos that both answered."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..evaluation.answers import Answers, read_answers
from ..evaluation.mcnemar import McNemar, mcnemar
from ..paths import ANSWERS
from . import registry
from .candidate import candidate_metrics, check_evaluated
from .store import Store, open_store


@dataclass(frozen=True)
class Comparison:
    """``rows``: figure, the candidate's and the champion's value; None where one has it not."""

    champion_version: str
    rows: list[tuple[str, float | None, float | None]]
    test: McNemar

    def __str__(self) -> str:
        width = max(len(name) for name, *_ in self.rows)
        lines = [f"{'':{width}}  {'candidate':>12}  {'champion':>12}  {'difference':>12}"]
        for name, ours, theirs in self.rows:
            difference = "" if ours is None or theirs is None else f"{ours - theirs:+.7g}"
            cells = ["" if value is None else f"{value:.7g}" for value in (ours, theirs)]
            lines.append(f"{name:{width}}  {cells[0]:>12}  {cells[1]:>12}  {difference:>12}".rstrip())
        test = self.test
        return "\n".join(
            [
                *lines,
                "",
                f"champion: version {self.champion_version}; both answered {test.photos} photos of the test split",
                f"only the candidate right: {test.only_candidate_right}, only the champion: {test.only_champion_right}",
                f"McNemar's exact test: p = {test.p_two_sided:.4g} if both are as good (two-sided), "
                f"p = {test.p_worse:.4g} if the candidate is not worse (one-sided)",
            ]
        )


def compare(work: Path) -> Comparison:
    """Compare the evaluated candidate in ``work`` with the champion. Raises TrackingError."""
    check_evaluated(work)
    with open_store(work) as store:
        champion = registry.champion(store)
        assert champion.run_id is not None
        theirs = store.client.get_run(champion.run_id).data.metrics
        test = on_the_same_photos(read_answers(work / ANSWERS), _champion_answers(store, champion.run_id))
    ours = candidate_metrics(work)
    names = [*ours, *(name for name in theirs if name not in ours)]
    rows = [(name, ours.get(name), theirs.get(name)) for name in names]
    return Comparison(champion.tags[registry.VERSION], rows, test)


def on_the_same_photos(candidate: tuple[list[str], Answers], champion: tuple[list[str], Answers]) -> McNemar:
    """McNemar's test on the photos that both answered: hashes of photos and their answers, of each."""
    ours, theirs = (dict(zip(hashes, answers.correct, strict=True)) for hashes, answers in (candidate, champion))
    both = [photo for photo in ours if photo in theirs]
    return mcnemar(*(np.array([side[photo] for photo in both], dtype=bool) for side in (ours, theirs)))


def _champion_answers(store: Store, run_id: str) -> tuple[list[str], Answers]:
    with tempfile.TemporaryDirectory() as folder:
        return read_answers(Path(store.client.download_artifacts(run_id, ANSWERS, folder)))
