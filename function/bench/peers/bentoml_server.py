"""The released model behind BentoML, with one worker: python -m bentoml serve bentoml_server:CatsVsDogs"""

from pathlib import Path

import bentoml
from released_model import ReleasedModel


@bentoml.service(workers=1, logging={"access": {"enabled": False}})
class CatsVsDogs:
    def __init__(self) -> None:
        self.model = ReleasedModel()

    @bentoml.api
    def predict(self, file: Path) -> dict:
        return self.model.classify(file.read_bytes())
