"""How programs in Python send a photo: python http_steps.py URL MODEL PHOTO"""

import base64
import sys
from pathlib import Path

import httpx
import requests
from cloudevents.conversion import to_binary, to_structured
from cloudevents.http import CloudEvent, from_http
from steps import outcome, tell

url, model, photo_file = sys.argv[1:]
photo = Path(photo_file).read_bytes()
infer = f"{url}/v2/models/{model}/infer"
tensor = {"name": "image", "datatype": "BYTES", "shape": [1], "data": [base64.b64encode(photo).decode()]}
# With what SDKs do not encode: a percent sign, and a space that the URI has encoded.
event = CloudEvent(
    {"type": "photo.uploaded", "source": "/my%20photos", "subject": "100%.png", "datacontenttype": "image/png"}, photo
)


def prediction(response: httpx.Response | requests.Response) -> str:
    response.raise_for_status()
    return response.json()["prediction"]


def first_output(response: httpx.Response | requests.Response) -> str:
    response.raise_for_status()
    return response.json()["outputs"][0]["data"][0]


def send(event_request: tuple[dict[str, str], bytes]) -> dict[str, str]:
    headers, body = event_request
    response = requests.post(f"{url}/events", headers=headers, data=body)
    response.raise_for_status()
    answer = from_http(dict(response.headers), response.content)
    return {"prediction": answer.data["prediction"], "type": answer["type"], "causationid": answer["causationid"]}


def with_file(post, **options):
    with open(photo_file, "rb") as file:
        return prediction(post(f"{url}/predict", files={"file": file}, **options))


def httpx_without_keep_alive() -> str:
    with httpx.Client(limits=httpx.Limits(max_keepalive_connections=0)) as client:
        return prediction(client.post(f"{url}/predict", content=photo))


tell(
    {
        "requests, a form": outcome(lambda: with_file(requests.post)),
        "requests, the body": outcome(lambda: prediction(requests.post(f"{url}/predict", data=photo))),
        "requests, a stream": outcome(lambda: prediction(requests.post(f"{url}/predict", data=iter([photo])))),
        "requests, v2": outcome(lambda: first_output(requests.post(infer, json={"id": None, "inputs": [tensor]}))),
        "httpx, a form": outcome(lambda: with_file(httpx.post)),
        "httpx, the body": outcome(lambda: prediction(httpx.post(f"{url}/predict", content=photo))),
        "httpx, a stream": outcome(lambda: prediction(httpx.post(f"{url}/predict", content=iter([photo])))),
        "httpx, without keep-alive": outcome(httpx_without_keep_alive),
        "httpx, v2": outcome(lambda: first_output(httpx.post(infer, json={"inputs": [tensor]}))),
        "cloudevents, binary": outcome(lambda: send(to_binary(event))),
        "cloudevents, structured": outcome(lambda: send(to_structured(event))),
        "event id": {"value": event["id"]},
    }
)
