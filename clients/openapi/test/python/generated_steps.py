"""Calls the function with what openapi-python-client generated: python generated_steps.py URL PHOTO"""

import json
import sys
from pathlib import Path

from generated.api.photos import predict, predict_batch
from generated.api.service import get_ready
from generated.client import Client
from generated.models import BatchError, PredictBatchBody, Prediction, Problem, Ready
from generated.types import File

url, photo_file = sys.argv[1:]
client = Client(base_url=url)


def photo() -> File:
    return File(payload=Path(photo_file).open("rb"), file_name="photo.png")


def text() -> File:
    return File(payload=Path(__file__).open("rb"), file_name="text.py")


ready = get_ready.sync(client=client)
assert isinstance(ready, Ready)
prediction = predict.sync(client=client, body=photo())
assert isinstance(prediction, Prediction)
problem = predict.sync(client=client, body=text())
assert isinstance(problem, Problem)
batch = predict_batch.sync(client=client, body=PredictBatchBody(file=[photo(), text()]))
first, second = batch.results
assert isinstance(second, BatchError)
print(
    json.dumps(
        {
            "model": ready.model.name,
            "prediction": prediction.prediction,
            "code": problem.code,
            "batch": [first.prediction, second.error.code],
        }
    )
)
