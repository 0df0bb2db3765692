"""Command line: ``python -m cats_vs_dogs COMMAND --help``."""

from .cli import app

app(prog_name="python -m cats_vs_dogs")
