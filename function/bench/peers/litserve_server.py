"""The released model behind LitServe, with one worker. PORT is the port."""

import os

import litserve
from fastapi import Request
from released_model import ReleasedModel


class CatsVsDogs(litserve.LitAPI):
    def setup(self, device: str) -> None:
        self.model = ReleasedModel()

    def decode_request(self, request: Request) -> bytes:
        return request["file"].file.read()

    def predict(self, photo: bytes) -> dict:
        return self.model.classify(photo)

    def encode_response(self, output: dict) -> dict:
        return output


if __name__ == "__main__":
    litserve.LitServer(CatsVsDogs(api_path="/predict"), accelerator="cpu", workers_per_device=1).run(
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        num_api_servers=1,
        generate_client_file=False,
        log_level="warning",
    )
