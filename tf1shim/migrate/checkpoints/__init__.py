"""Weights and optimizer slots between TF1's name-based checkpoints and TF2's variables."""

from tf1shim.migrate.checkpoints.loading import load_checkpoint
from tf1shim.migrate.checkpoints.saving import save_checkpoint

__all__ = ["load_checkpoint", "save_checkpoint"]
