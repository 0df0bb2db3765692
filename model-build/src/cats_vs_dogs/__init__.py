"""From photos to a released model."""

import os

# MLflow reads this when it is imported. A value that the user has set wins.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
