"""Markdown that shows text exactly as it is, in CommonMark and in Pandoc."""

from __future__ import annotations

import re

# Pandoc also gives meaning to $ (formulas), ^ and ~ (super- and subscript) and @ (citations).
_INLINE = re.compile(r"[\\`*_\[\]<>|~$^@&{}]")
_LINE_START = re.compile(r"^([ \t]*)([#=+\-:](?=\s|[=\-:+#])|[+\-](?=$)|#+$)", re.MULTILINE)
_NUMBERED = re.compile(r"^([ \t]*\(?(?:\d+|\w|#))([.)])(?=\s|$)", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def escape(text: str) -> str:
    """The text with every character that Markdown would take for a mark preceded by a backslash."""
    text = _INLINE.sub(r"\\\g<0>", _INDENT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", text))


def escape_line(text: str, line_break: str = " ") -> str:
    """The same for a heading or a table cell, where a line feed would end it."""
    return line_break.join(escape(line) for line in text.splitlines())
