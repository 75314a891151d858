"""The workbench's voice: every string a person sees goes through `tr` or `trn`."""

from __future__ import annotations

from qualcode.wording import LANGUAGE, Spoken, number, tr, trn

__all__ = ["LANGUAGE", "Spoken", "number", "tr", "trn"]
