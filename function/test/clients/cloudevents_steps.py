"""How programs with version 2 of cloudevents send a photo: python cloudevents_steps.py URL PHOTO"""

import json
import sys
from pathlib import Path
from urllib.request import Request, urlopen

from cloudevents.core.bindings.http import HTTPMessage, from_binary, to_binary, to_structured
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

url, photo_file = sys.argv[1:]
attributes = {
    "id": "1",
    "type": "photo.uploaded",
    "source": "/my%20photos",
    "subject": 'Mäuschen "7" 100%.png',
    "datacontenttype": "image/png",
}
event = CloudEvent(attributes=attributes, data=Path(photo_file).read_bytes())


def send(message: HTTPMessage) -> dict[str, str]:
    with urlopen(Request(f"{url}/events", data=message.body, headers=message.headers)) as response:
        answer = from_binary(HTTPMessage(headers=dict(response.headers), body=response.read()), JSONFormat())
    values = answer.get_attributes()
    return {
        "prediction": answer.get_data()["prediction"],
        **{name: values[name] for name in ("id", "subject", "causationid")},
    }


messages = {"binary": to_binary(event, JSONFormat()), "structured": to_structured(event, JSONFormat())}
print(json.dumps({mode: send(message) for mode, message in messages.items()}))
