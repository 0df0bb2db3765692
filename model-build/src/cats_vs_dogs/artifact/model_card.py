"""MODEL_CARD.md of a release: what it is for, what it was made of, how good it is, and where it fails.

The headings are those of Mitchell et al. 2019 (arXiv 1810.03993).
"""

from __future__ import annotations

from typing import Any

MODEL_CARD = "MODEL_CARD.md"


def model_card(contract: dict[str, Any], report: dict[str, Any], photos: dict[str, dict[str, int]]) -> str:
    """Text of the card. photos: how many of each label trained and validated, by split."""
    provenance, thresholds = contract["provenance"], contract["thresholds"]
    test, others = report["test"], report["not_pets"]
    low, high = (_percent(bound) for bound in test["accuracy_interval_95"])
    latency = contract["evaluation"]["latency"]
    return f"""# {contract["name"]} {contract["version"]}

## Model details

Tells a cat from a dog in a photo, how sure it is, and whether the photo shows one of them at all. {_passes(contract)} \
Quantised to int8: {contract["weights"]["bytes"] / 1e6:.1f} MB. Weights: `{contract["weights"]["file"]}`, \
SHA-256 `{contract["weights"]["sha256"]}`. Made on {provenance["createdAt"][:10]} from commit \
`{provenance["gitCommit"][:12]}`; `npx . model provenance {contract["name"]} {contract["version"]}` leads to the \
runs, their parameters and the data.

## Intended use

Sorting photos that people upload to a pet adoption platform, where a wrong answer costs a correction. Answers with a \
probability under {thresholds["review"]["probability"]:.4g} (`needs_review`) belong before a person's eyes. Not meant \
for: breeds, several animals in one photo, other animals (`is_pet` catches most, not all), identification of an \
animal, or any decision about an animal's welfare.

## Training and evaluation data

Microsoft's Asirra photos as the archive "Dog and Cat Classification Dataset" has them, squashed to 180x180: \
{_counts(photos)}; {test["count"]:,} more were held out as the test split. Near-duplicates never lie in two splits. \
The photos were given by Petfinder.com to Microsoft Research for research; they belong to their owners, are not part \
of this model or of its repository, and their terms are those of the place they are fetched from. They show pets of \
North American shelters of about 2007, seen by people: dogs and cats in other surroundings, and photos of newer \
cameras, are less well covered. A few dozen labels are wrong. The starting weights are EfficientNet-Lite's, trained on \
ImageNet (Apache-2.0). Pictures with neither animal: COCO, {others["count"]} of them held out.

## Metrics

As the function serves it, through its own decoding and runtime:

| photos | n | right | cats | dogs | calibration error (15 bins) | Brier score |
| --- | --- | --- | --- | --- | --- | --- |
{_row("test split", test)}{_row("photos of full size", report["originals"]) if "originals" in report else ""}
The 95 % interval of the first accuracy is {low} to {high} (Wilson). In float it would be \
{_percent(test["float_accuracy"])}. {_percent(test["escalated_share"])} of the test photos take the last pass. One \
inference takes {" and ".join(f"{ms:g} ms" for ms in latency["msPerPass"])} ({latency["threads"]} thread, \
{latency["cpu"]}); on average {report["latency_ratio"]:.2f} of SimpleCNN's in the same run.

- **Review**: {_percent(test["review_share"])} of the test photos go to review; of the others \
{_percent(test["answered_accuracy"])} are right.
- **Not a pet**: area under the ROC {others["auroc"]:.3f}; {_percent(others["caught_share"])} of the held-out \
pictures are caught and {_percent(test["kept_pets_share"])} of the test split's pets are kept.
{_saliency(report)}
| brightness (0 to 255) | n | right |
| --- | --- | --- |
{_groups(test["by_brightness"])}
{_by_size(report)}## Limits

{_mistakes(test)} Photos from behind, from far away, overexposed or cut out on white, of very young \
animals and of dogs with pointed ears are where it fails. It always names a cat or a dog; look at `is_pet` and \
`needs_review` before you believe it. \
Nobody has tested it against pictures that are made to mislead it.

## Questions

Ask the maintainers of the repository that this card is in, by an issue with the `request_id` and the `model` of the \
answer.
"""


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _passes(contract: dict[str, Any]) -> str:
    sizes = [f"{part['width']}x{part['height']}" for part in contract["passes"]]
    if len(sizes) == 1:
        return f"One network at {sizes[0]}."
    return f"A network at {sizes[0]} answers, and one at {sizes[1]} where the first is not sure."


def _counts(photos: dict[str, dict[str, int]]) -> str:
    verbs = {"train": "trained", "validation": "chose the thresholds"}
    return ", ".join(
        f"{counts['cat']:,} cats and {counts['dog']:,} dogs {verbs[split]}" for split, counts in photos.items()
    )


def _row(name: str, figures: dict[str, Any]) -> str:
    labels = figures["accuracy_by_label"]
    shares = " | ".join(_percent(share) for share in (figures["accuracy"], labels["cat"], labels["dog"]))
    error, brier = figures["expected_calibration_error"], figures["brier_score"]
    return f"| {name} | {figures['count']:,} | {shares} | {error:.4f} | {brier:.4f} |\n"


def _groups(groups: dict[str, dict[str, float]]) -> str:
    return "".join(
        f"| {name} | {group['count']:,} | {_percent(group['accuracy'])} |\n" for name, group in groups.items()
    )


def _by_size(report: dict[str, Any]) -> str:
    """Of the photos of full size: those of the test split are all of one size."""
    if "originals" not in report:
        return ""
    rows = _groups(report["originals"]["by_shorter_side_px"])
    return f"| shorter side (px), photos of full size | n | right |\n| --- | --- | --- |\n{rows}\n"


def _saliency(report: dict[str, Any]) -> str:
    """Of the map that says where the evidence lies."""
    if "saliency" not in report:
        return ""
    found = report["saliency"]
    drop, random_drop = (f"{100 * found[name]:.1f}" for name in ("mean_drop", "random_mean_drop"))
    return (
        f"- **Why**: with the hottest fifth of its map blurred, the last pass's probability falls by {drop} points on "
        f"average, with a fifth at random places by {random_drop}; the first costs more for "
        f"{_percent(found['wins'])} of the {found['count']:,} photos of full size.\n"
    )


def _mistakes(test: dict[str, Any]) -> str:
    marks = test["mistakes_by_mark"]
    if not marks:
        return "It has no test photo wrong."
    said = ", ".join(f"{count} {mark}" for mark, count in sorted(marks.items()))
    return f"Of its {sum(marks.values())} mistakes on the test split, looked at one by one: {said}."
