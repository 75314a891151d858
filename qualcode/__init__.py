"""qualcode: from interview transcripts to themes, tables and quotes.

The names below are loaded when they are first used, so that `import qualcode` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from qualcode.project.project import Project, create_project, open_project

__version__ = "0.1.0"
__all__ = ["Project", "QualcodeError", "__version__", "create_project", "open_project"]


def __getattr__(name: str) -> Any:
    if name in ("Project", "create_project", "open_project"):
        return getattr(import_module("qualcode.project.project"), name)
    raise AttributeError(f"module 'qualcode' has no attribute {name!r}")
