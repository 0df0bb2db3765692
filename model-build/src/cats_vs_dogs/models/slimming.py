"""Structured pruning of an EfficientNet-Lite: fewer hidden channels, blocks and head channels.

The result keeps the layer types (so that it quantises as well as its parent) and inherits the
weights of what stays. Which hidden channels stay is decided by how far each can move its block's
output: the norm of its projection weights times the scale of its depthwise output, which batch
norm puts at |gamma| + max(beta, 0) (after Molchanov et al. 2017, arXiv 1611.06440, without data).
"""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn

from .efficientnet_lite import STAGES, ConvNorm, EfficientNetLite, InvertedBottleneck, pretrained


def slim(
    network: EfficientNetLite, hidden_shares: tuple[float, ...], dropped_blocks: tuple[int, ...], head_channels: int
) -> EfficientNetLite:
    """Prune a lite0 network in place and return it.

    hidden_shares: share of hidden channels that stays, one per stage; 1 leaves a stage as it is,
    and must be 1 for the first, which has no expansion.
    dropped_blocks: indices of residual blocks to remove. Raises ValueError for any other block.
    """
    stage_of_block = [index for index, stage in enumerate(STAGES) for _ in range(stage.repeats)]
    kept: list[nn.Module] = []
    for index, block in enumerate(network.blocks):
        assert isinstance(block, InvertedBottleneck)
        if index in dropped_blocks:
            if not block.residual:
                raise ValueError(f"block {index} has no residual path, it cannot be dropped")
            continue
        share = hidden_shares[stage_of_block[index]]
        if share < 1:
            _slim_block(block, share)
        kept.append(block)
    network.blocks = nn.Sequential(*kept)
    _slim_head(network, head_channels)
    return network


def _slim_block(block: InvertedBottleneck, share: float) -> None:
    expand, depthwise, project = (layer for layer in block.body if isinstance(layer, ConvNorm))
    norm, projection = depthwise[1], project[0]
    assert isinstance(norm, nn.BatchNorm2d) and isinstance(projection, nn.Conv2d)
    reach = projection.weight.detach().square().sum((0, 2, 3)).sqrt()
    importance = reach * (norm.weight.detach().abs() + norm.bias.detach().clamp(min=0))
    stays = _strongest(importance, max(8, round(len(importance) * share / 8) * 8))
    _select(expand, outputs=stays)
    _select(depthwise, outputs=stays)
    _select(project, inputs=stays)


def _slim_head(network: EfficientNetLite, channels: int) -> None:
    norm = network.head[1]
    assert isinstance(norm, nn.BatchNorm2d)
    stays = _strongest(norm.weight.detach().abs() + norm.bias.detach().clamp(min=0), channels)
    _select(network.head, outputs=stays)
    network.classifier = nn.Linear(channels, network.classifier.out_features)


def _strongest(importance: Tensor, count: int) -> Tensor:
    return importance.topk(count).indices.sort().values


def _select(layer: ConvNorm, outputs: Tensor | None = None, inputs: Tensor | None = None) -> None:
    old, norm = layer[0], layer[1]
    assert isinstance(old, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d)
    weight = old.weight.detach()
    if outputs is not None:
        weight = weight[outputs]
    if inputs is not None:
        weight = weight[:, inputs]
    groups = len(weight) if old.groups > 1 else 1
    # torch gives these wider types than it takes
    geometry: dict[str, Any] = {"kernel_size": old.kernel_size, "stride": old.stride, "padding": old.padding}
    layer[0] = nn.Conv2d(weight.shape[1] * groups, len(weight), groups=groups, bias=False, **geometry)
    layer[0].weight = nn.Parameter(weight.clone())
    if outputs is not None:
        layer[1] = nn.BatchNorm2d(len(outputs), eps=norm.eps, momentum=norm.momentum)
        state = {name: t[outputs].clone() if t.ndim else t.clone() for name, t in norm.state_dict().items()}
        layer[1].load_state_dict(state)


def lite0_slim() -> EfficientNetLite:
    """The student of the first pass: 1.0 M parameters, about 53 M multiplications at 136x136."""
    shares = (1, 0.5, 0.4, 0.4, 0.34, 0.34, 0.34)
    return slim(pretrained("lite0"), shares, dropped_blocks=(10, 14), head_channels=448)
