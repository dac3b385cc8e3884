"""Calls that are known to differ: (how the program begins, number of the call) -> why."""

from __future__ import annotations

NOT_115 = {}
NOT_V1 = {}
