"""The commands beside the steps. Each file is a command of its own name."""
