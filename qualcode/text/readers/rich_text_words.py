"""The vocabulary of rich text: which control words are characters, and what the groups that they begin hold."""

from __future__ import annotations

CHARACTERS = {
    "tab": "\t", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d",
    "zwnj": "\u200c", "zwbo": "\u200b", "zwnbo": "\u2060", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip

# Groups with nothing of the text; most others of the kind begin with a star and are skipped for that.
SKIPPED = frozenset([
    "colortbl", "info", "pict", "listtable", "listoverridetable", "rsidtbl", "revtbl", "filetbl", "generator",
    "nonshppict", "shprslt", "objdata", "objclass", "xe", "tc", "rxe", "txe", "private", "template", "xmlnstbl",
    "themedata", "datastore", "latentstyles", "nonesttables", "nesttableprops", "pn", "pnseclvl", "background",
    "fldinst", "bkmkstart", "bkmkend", "mmathPict", "docvar", "userprops", "falt", "panose", "ftnsep", "ftnsepc",
    "aftnsep", "aftnsepc", "ftncn", "aftncn", "atnid", "atnauthor", "atntime", "atrfstart", "atrfend", "atnref",
    "atndate", "formfield", "datafield", "sp", "comment", "doccomm", "keywords", "subject", "operator", "company",
    "mrPr", "mctrlPr", "moMathParaPr", "msSubPr", "msSupPr", "mfPr", "mdPr",
])  # fmt: skip
MARGINS = frozenset([
    "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
])  # fmt: skip
# Groups whose own words are not shown, but which may hold a group that is.
SIDELONG = frozenset(["shp", "shpinst", "shpgrp", "do", "upr"])
KEPT_WHEN_STARRED = SIDELONG | {"ud", "footnote", "moMath", "moMathPara", "shptxt", "dptxbxtext", "pntext", "listtext"}
