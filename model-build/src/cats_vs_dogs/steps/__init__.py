"""The steps from photos to a released model. Each file is a command of its own name, which dvc.yaml calls.

Each step keeps its result in the work folder and can run alone. A person calls ``release``.
"""
