"""What the client of KServe can do with a server: python kserve_steps.py URL MODEL PHOTO"""

import asyncio
import base64
import sys
from pathlib import Path

import numpy as np
from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig
from kserve.protocol.infer_type import RequestedOutput
from PIL import Image
from steps import outcome_of, tell

url, model, photo_file = sys.argv[1:]
photo = Path(photo_file).read_bytes()
pixels = np.asarray(Image.open(photo_file).convert("RGB"))[np.newaxis]
large = np.zeros((1, 600, 600, 3), dtype=np.uint8)
planes = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2).astype(np.float32) / 255)
client = InferenceRESTClient(RESTConfig(protocol="v2"))


def tensor(name: str, datatype: str, values: np.ndarray, binary: bool = True) -> InferInput:
    made = InferInput(name, list(values.shape), datatype)
    made.set_data_from_numpy(values, binary_data=binary)
    return made


def image(*photos: bytes, binary: bool = True) -> InferInput:
    return tensor("image", "BYTES", np.array(photos, dtype=np.object_), binary)


async def infer(*inputs: InferInput, name: str = model, **options) -> dict:
    request = InferRequest(model_name=name, infer_inputs=list(inputs), **options)
    answer = await client.infer(url, request, model_name=name)
    outputs = {output.name: output.as_numpy() for output in answer.outputs}
    return {
        "id": answer.id,
        "model_name": answer.model_name,
        "model_version": answer.model_version,
        "outputs": outputs,
    }


async def infer_dict(request: dict) -> dict:
    answer = await client.infer(url, request, model_name=model)
    return {"id": answer.id, "outputs": {output.name: output.as_numpy() for output in answer.outputs}}


base64_photo = base64.b64encode(photo)
steps = {
    "server live": lambda: client.is_server_live(url),
    "server ready": lambda: client.is_server_ready(url),
    "model ready": lambda: client.is_model_ready(url, model),
    "other model ready": lambda: client.is_model_ready(url, "other"),
    "infer BYTES, binary": lambda: infer(image(photo)),
    "infer BYTES, JSON": lambda: infer(image(base64_photo, binary=False)),
    "infer UINT8, binary": lambda: infer(tensor("image_uint8", "UINT8", pixels)),
    "infer UINT8, JSON": lambda: infer(tensor("image_uint8", "UINT8", pixels, binary=False)),
    "infer FP32, binary": lambda: infer(tensor("image_fp32", "FP32", planes)),
    "infer FP32, JSON": lambda: infer(tensor("image_fp32", "FP32", planes, binary=False)),
    "infer a large tensor, JSON": lambda: infer(tensor("image_uint8", "UINT8", large, binary=False)),
    "infer a batch": lambda: infer(image(photo, photo, photo)),
    "infer a dict": lambda: infer_dict(
        {"inputs": [{"name": "image", "shape": [1], "datatype": "BYTES", "data": [base64_photo.decode()]}]}
    ),
    "request id": lambda: infer(image(photo), request_id="an-id"),
    "parameters": lambda: infer(image(photo), parameters={"tenant": "a"}),
    "outputs, JSON": lambda: infer(
        image(photo), request_outputs=[RequestedOutput("is_pet"), RequestedOutput("prediction")]
    ),
    "outputs, binary": lambda: infer(image(photo), parameters={"binary_data_output": True}),
    "a version": lambda: infer(image(photo), model_version="9"),
    "other model": lambda: infer(image(photo), name="other"),
    "other output": lambda: infer(image(photo), request_outputs=[RequestedOutput("other")]),
    "no photo": lambda: infer(image(b"text")),
    "wrong layout": lambda: infer(tensor("image_fp32", "FP32", planes.transpose(0, 2, 3, 1).copy())),
}


async def main() -> None:
    tell({name: await outcome_of(step) for name, step in steps.items()})


asyncio.run(main())
