"""The data set on Kaggle, through Kaggle's own client.

Of kagglehub only the client and its search for a key are used. Its ``dataset_download`` keeps
23,000 unpacked files instead of the archive, and goes on with a part of it without asking whether
the file has changed.
"""

from __future__ import annotations

from http import HTTPStatus

import requests
from kagglehub.clients import build_kaggle_client
from kagglehub.config import get_kaggle_credentials
from kagglesdk.datasets.types.dataset_api_service import ApiDownloadDatasetRequest

from .transfer import TransferError, unreachable

OWNER, DATASET = "bhavikjikadara", "dog-and-cat-classification-dataset"
SOURCE = f"kaggle:{OWNER}/{DATASET}"
API = "https://api.kaggle.com"
HOW_TO_GET_A_KEY = (
    "set KAGGLE_USERNAME and KAGGLE_KEY, or save kaggle.json from https://www.kaggle.com/settings in ~/.kaggle; "
    "--source microsoft needs none"
)


def has_key() -> bool:
    """Whether a key is in the environment or in kaggle.json. Raises TransferError when that file is broken."""
    try:
        return get_kaggle_credentials() is not None
    except ValueError as error:
        raise TransferError(str(error)) from error


def archive_url() -> str:
    """Address of the data set's archive, signed by Kaggle for a short while.

    Raises TransferError when Kaggle cannot be reached or refuses.
    """
    request = ApiDownloadDatasetRequest()
    request.owner_slug, request.dataset_slug = OWNER, DATASET
    with_key = has_key()
    try:
        with build_kaggle_client() as client, client.datasets.dataset_api_client.download_dataset(request) as response:
            url: str = response.url  # where Kaggle's redirection led; nothing of the file has been read
            return url
    except requests.HTTPError as error:
        raise TransferError(_refusal(error, with_key)) from error
    except requests.RequestException as error:
        raise unreachable(API, error) from error


def _refusal(error: requests.HTTPError, with_key: bool) -> str:
    status = error.response.status_code
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        if with_key:
            return f"Kaggle refused the key ({status}): check KAGGLE_USERNAME and KAGGLE_KEY, or kaggle.json"
        return f"Kaggle wants a key ({status}): {HOW_TO_GET_A_KEY}"
    return f"Kaggle answered {status} {error.response.reason}"
