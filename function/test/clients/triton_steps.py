"""What tritonclient.http can do with a server: python triton_steps.py HOST:PORT MODEL VERSION PHOTO"""

import base64
import sys
from pathlib import Path

import numpy as np
import tritonclient.http as triton
from PIL import Image
from steps import outcome, tell

address, model, version, photo_file = sys.argv[1:]
photo = Path(photo_file).read_bytes()
pixels = np.asarray(Image.open(photo_file).convert("RGB"))[np.newaxis]
large = np.zeros((1, 600, 600, 3), dtype=np.uint8)
planes = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2).astype(np.float32) / 255)
client = triton.InferenceServerClient(address)


def tensor(name: str, datatype: str, values: np.ndarray, binary: bool = True) -> triton.InferInput:
    return triton.InferInput(name, list(values.shape), datatype).set_data_from_numpy(values, binary_data=binary)


def image(*photos: bytes, binary: bool = True) -> triton.InferInput:
    return tensor("image", "BYTES", np.array(photos, dtype=np.object_), binary)


def infer(*inputs: triton.InferInput, **options) -> dict:
    result = client.infer(model, list(inputs), **options)
    outputs = {output["name"]: result.as_numpy(output["name"]) for output in result.get_response()["outputs"]}
    return {key: result.get_response().get(key) for key in ("id", "model_name", "model_version")} | {"outputs": outputs}


def wanted(name: str, **options) -> triton.InferRequestedOutput:
    return triton.InferRequestedOutput(name, **options)


base64_photo = base64.b64encode(photo)
steps = {
    "server live": client.is_server_live,
    "server ready": client.is_server_ready,
    "model ready": lambda: client.is_model_ready(model),
    "model version ready": lambda: client.is_model_ready(model, version),
    "other model ready": lambda: client.is_model_ready("other"),
    "server metadata": client.get_server_metadata,
    "model metadata": lambda: client.get_model_metadata(model),
    "model version metadata": lambda: client.get_model_metadata(model, version),
    "infer BYTES, binary": lambda: infer(image(photo)),
    "infer BYTES, JSON": lambda: infer(image(base64_photo, binary=False)),
    "infer UINT8, binary": lambda: infer(tensor("image_uint8", "UINT8", pixels)),
    "infer UINT8, JSON": lambda: infer(tensor("image_uint8", "UINT8", pixels, binary=False)),
    "infer FP32, binary": lambda: infer(tensor("image_fp32", "FP32", planes)),
    "infer FP32, JSON": lambda: infer(tensor("image_fp32", "FP32", planes, binary=False)),
    "infer a large tensor, JSON": lambda: infer(tensor("image_uint8", "UINT8", large, binary=False)),
    "infer a batch": lambda: infer(image(photo, photo, photo)),
    "infer a version": lambda: infer(image(photo), model_version=version),
    "request id": lambda: infer(image(photo), request_id="an-id"),
    "parameters": lambda: infer(image(photo), priority=1, timeout=1000, parameters={"tenant": "a"}),
    "outputs, binary": lambda: infer(image(photo), outputs=[wanted("is_pet"), wanted("prediction")]),
    "outputs, JSON": lambda: infer(image(photo), outputs=[wanted("pet_score", binary_data=False)]),
    "asynchronous": lambda: client.async_infer(model, [image(photo)]).get_result().as_numpy("prediction"),
    "compressed answer": lambda: infer(image(photo), response_compression_algorithm="gzip"),
    "compressed request": lambda: infer(image(photo), request_compression_algorithm="gzip"),
    "classification": lambda: infer(image(photo), outputs=[wanted("probabilities", class_count=1)]),
    "other model": lambda: client.infer("other", [image(photo)]),
    "other version": lambda: infer(image(photo), model_version="9"),
    "other output": lambda: infer(image(photo), outputs=[wanted("other")]),
    "no photo": lambda: infer(image(b"text")),
    "wrong layout": lambda: infer(tensor("image_fp32", "FP32", planes.transpose(0, 2, 3, 1).copy())),
    "model config": lambda: client.get_model_config(model),
    "statistics": lambda: client.get_inference_statistics(model),
    "repository": client.get_model_repository_index,
    "trace settings": client.get_trace_settings,
    "shared memory": client.get_system_shared_memory_status,
}
tell({name: outcome(step) for name, step in steps.items()})
