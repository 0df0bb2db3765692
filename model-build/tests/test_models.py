import pytest
import torch
from torch import nn

from cats_vs_dogs.models import MODELS
from cats_vs_dogs.models.efficientnet_lite import ConvNorm, EfficientNetLite, imagenet_weights, pretrained
from cats_vs_dogs.models.simple_cnn import SimpleCNN
from cats_vs_dogs.models.slimming import slim


def _parameters(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def test_simple_cnn_has_the_layers_of_the_baseline():
    network = SimpleCNN()
    kinds = [type(layer).__name__ for layer in network.features]
    assert kinds == ["Conv2d", "BatchNorm2d", "ReLU", "MaxPool2d"] * 4
    convolutions = [layer for layer in network.features if isinstance(layer, nn.Conv2d)]
    assert [c.out_channels for c in convolutions] == [32, 64, 128, 256]
    assert {(c.kernel_size, c.padding) for c in convolutions} == {((3, 3), (1, 1))}
    assert [type(layer).__name__ for layer in network.classifier] == ["Linear", "ReLU", "Dropout", "Linear"]
    assert network.classifier[2].p == 0.5
    assert _parameters(network) == 422_530


@pytest.mark.parametrize("name", MODELS)
def test_every_model_answers_two_logits_at_its_own_size(name):
    spec = MODELS[name]
    with torch.inference_mode():
        logits = spec.build().eval()(torch.zeros(2, 3, spec.input_px, spec.input_px))
    assert logits.shape == (2, 2)
    assert torch.isfinite(logits).all()


def test_the_slim_lite0_has_a_quarter_of_the_parameters():
    assert _parameters(MODELS["lite0-slim"].build()) < 0.3 * _parameters(MODELS["lite0"].build())


def test_keeping_every_channel_changes_no_answer():
    torch.manual_seed(0)
    network = EfficientNetLite("lite0").eval()
    images = torch.randn(1, 3, 64, 64)
    with torch.inference_mode():
        before = network.embedding(images)
        after = slim(network, (1, *[0.999] * 6), (), 1280).eval().embedding(images)
    torch.testing.assert_close(after, before)


def test_a_norm_that_is_part_of_its_convolution_changes_neither_answers_nor_gradients():
    torch.manual_seed(0)
    layer = ConvNorm(3, 8, 3, stride=2).eval()
    layer[1].running_mean.normal_()
    layer[1].running_var.uniform_(0.5, 2)
    images = torch.randn(2, 3, 9, 9)
    results = []
    for answer in (layer(images), nn.Sequential.forward(layer, images)):
        layer.zero_grad()
        answer.square().sum().backward()
        results.append((answer.detach(), *(parameter.grad.clone() for parameter in layer.parameters())))
    for folded, plain in zip(*results, strict=True):
        torch.testing.assert_close(folded, plain, rtol=1e-4, atol=1e-5)


def test_rounded_weights_are_those_of_the_served_graph_and_let_gradients_pass():
    torch.manual_seed(0)
    network = EfficientNetLite("lite0").eval()
    network.round_weights()
    projection = network.blocks[1].body[2]  # has no activation
    images = torch.zeros(1, projection[0].in_channels, 1, 1)
    images[0, 3] = 1
    rounded = (projection(images) - projection(torch.zeros_like(images))).flatten()
    scale = projection[1].weight * (projection[1].running_var + projection[1].eps).rsqrt()
    weights = projection[0].weight[:, :, 0, 0] * scale[:, None]
    steps = rounded / (weights.abs().amax(1) / 64)
    torch.testing.assert_close(steps, steps.round(), rtol=0, atol=1e-3)
    assert (rounded - weights[:, 3]).abs().max() > 0
    rounded.sum().backward()
    assert projection[0].weight.grad[:, 3].abs().min() > 0


def test_a_block_without_residual_cannot_be_dropped():
    with pytest.raises(ValueError, match="block 1 has no residual path"):
        slim(EfficientNetLite("lite0"), (1,) * 7, (1,), 1280)


def test_imagenet_weights_know_a_cat(sample_pixels):
    """Classes 281 to 285 of ImageNet are domestic cats; the sample picture shows one."""
    images = torch.from_numpy(sample_pixels(224)).permute(2, 0, 1)[None].float()
    with torch.inference_mode():
        best = pretrained("lite0", class_count=1000).eval()((images - 127) / 128).argmax().item()
    assert 281 <= best <= 285


def test_missing_weights_are_named():
    with pytest.raises(ModuleNotFoundError, match="pip install efficientnet-lite9-pytorch-model"):
        imagenet_weights("lite9")
