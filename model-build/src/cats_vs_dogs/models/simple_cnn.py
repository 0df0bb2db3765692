"""SimpleCNN, the trainable baseline: 422,530 parameters, 224x224 input, trained from scratch."""

from __future__ import annotations

from torch import Tensor, nn

CHANNELS = (32, 64, 128, 256)


class SimpleCNN(nn.Module):
    """Four blocks of 3x3 convolution, batch norm, ReLU and 2x2 max pool, then two dense layers.

    Input: float32 [n, 3, height, width], normalised. Output: logits float32 [n, 2].
    """

    def __init__(self, class_count: int = 2) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inputs, outputs in zip((3, *CHANNELS), CHANNELS, strict=False):
            layers += [
                nn.Conv2d(inputs, outputs, 3, padding=1),
                nn.BatchNorm2d(outputs),
                nn.ReLU(inplace=True),
                nn.MaxPool2d(2),
            ]
        self.features = nn.Sequential(*layers)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(
            nn.Linear(CHANNELS[-1], 128), nn.ReLU(inplace=True), nn.Dropout(0.5), nn.Linear(128, class_count)
        )

    def embedding(self, images: Tensor) -> Tensor:
        """Pooled features, float32 [n, 256]."""
        features: Tensor = self.pool(self.features(images)).flatten(1)
        return features

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.classifier(self.embedding(images))
        return logits
