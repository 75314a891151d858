"""The person's own settings: a readable TOML file in the configuration folder, where what is wrong is told in words."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qualcode.errors import InvalidInput
from qualcode.tui import memory
from qualcode.tui.actions import check_first_keys, checked_keys
from qualcode.tui.themes import THEME_NAMES
from qualcode.tui.words import tr
from qualcode.wording import LANGUAGES, preferred_language

AUTO = "auto"
LEAST_MEASURE, MOST_MEASURE = 30, 200
KEY_LINE = '"text.repeat" = "r"'
LANGUAGE_NAMES = {"nb": "bokmål", "nn": "nynorsk", "en": "English"}


@dataclass(frozen=True, slots=True)
class Settings:
    """How a person wants the workbench; `keys` are the keys of actions by their ids."""

    theme: str = AUTO
    language: str = AUTO
    measure: int = 90
    dim_interviewer: bool = True
    reduced_motion: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)


# What each setting may be, in the order of the dialog; the measure may also be any number between the ends.
CHOICES: Mapping[str, tuple[Any, ...]] = {
    "theme": (AUTO, *THEME_NAMES),
    "language": (AUTO, *LANGUAGES),
    "measure": (50, 60, 70, 80, 90, 100, 120),
    "dim_interviewer": (True, False),
    "reduced_motion": (False, True),
}


def settings_file() -> Path:
    """Where the settings lie."""
    return memory.config_folder() / "settings.toml"


def read_settings(path: Path) -> tuple[Settings, list[InvalidInput]]:
    """The settings of a file and what is wrong with it; for what is wrong or missing the default stands."""
    try:
        lines = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings(), []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        wrong = InvalidInput(
            "{path} cannot be read: {error}", 'a line looks like: theme = "dark"', path=path, error=error
        )
        return Settings(), [wrong]
    values: dict[str, Any] = {}
    problems: list[InvalidInput] = []
    for name, value in lines.items():
        try:
            values[name] = _keys(value, problems) if name == "keys" else checked(name, value)
        except InvalidInput as error:
            problems.append(error)
    return Settings(**values), [problem.at(str(path)) for problem in problems]


def checked(name: str, value: Any) -> Any:
    """The value if it can be one of that setting; raises InvalidInput naming what it can be."""
    if name not in CHOICES:
        raise InvalidInput("there is no setting «{name}»", "settings: {names}", name=name, names=", ".join(CHOICES))
    if name == "measure":
        if type(value) is int and LEAST_MEASURE <= value <= MOST_MEASURE:
            return value
        ends = {"least": LEAST_MEASURE, "most": MOST_MEASURE}
        raise InvalidInput("measure must be a number", "between {least} and {most} columns", **ends)
    if not any(value == choice and type(value) is type(choice) for choice in CHOICES[name]):
        choices = ", ".join(map(as_toml, CHOICES[name]))
        raise InvalidInput(
            "{name} cannot be {value}", "it can be: {choices}", name=name, value=repr(value), choices=choices
        )
    return value


def _keys(table: Any, problems: list[InvalidInput]) -> dict[str, str]:
    """The keys that can be understood; what is wrong with the others is noted."""
    if not isinstance(table, dict):
        raise InvalidInput("keys must be a table", '[keys] on a line, below it: "text.repeat" = "r"')
    keys: dict[str, str] = {}
    for action_id, wanted in table.items():
        try:
            keys[action_id] = checked_keys(action_id, wanted)
        except InvalidInput as error:
            problems.append(error)
    for action_id in list(keys):
        try:
            check_first_keys(action_id, keys)
        except InvalidInput as error:
            problems.append(error)
            del keys[action_id]
    return keys


def changed(settings: Settings, name: str, value: Any) -> Settings:
    """The settings with another value for one of them."""
    return replace(settings, **{name: checked(name, value)})


def neighbour(name: str, value: Any, step: int) -> Any:
    """The choice after or before a value, from the last on to the first."""
    choices = CHOICES[name]
    if value in choices:
        return choices[(choices.index(value) + step) % len(choices)]
    beyond = [choice for choice in choices if (choice > value) == (step > 0)]
    return (beyond or choices)[0 if step > 0 else -1]


def write_setting(path: Path, name: str, value: Any) -> None:
    """Change one line of the file and leave the rest as the person wrote it; the first time, write a file with all."""
    try:
        before = path.read_text("utf-8") if path.exists() else as_text(Settings())
        after = with_line(before, name, as_toml(value))
        if tomllib.loads(after).get(name) != value:
            raise InvalidInput("{path} has the setting in a way that cannot be changed", "change it there", path=path)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_text(after, "utf-8")
        draft.replace(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(
            "{path} cannot be changed: {error}", "the setting holds until you leave", path=path, error=error
        ) from error


def with_line(text: str, name: str, value: str) -> str:
    """A TOML text where a name at its top has another value; a line for it is added where there is none."""
    head, table, rest = _divided(text)
    line = f"{name} = {value}"
    pattern = re.compile(rf"^{name}[ \t]*=.*$", re.MULTILINE)
    if pattern.search(head):
        head = pattern.sub(lambda _: line, head, count=1)
    else:
        head = f"{head.rstrip()}\n{line}\n".lstrip() + ("\n" if table else "")
    return head + table + rest


def _divided(text: str) -> tuple[str, str, str]:
    """What stands before the first table, its heading, and the rest."""
    match = re.search(r"^\[.*\n?", text, re.MULTILINE)
    return (text[: match.start()], match[0], text[match.end() :]) if match else (text, "", "")


def as_toml(value: Any) -> str:
    """A value as it stands in the file."""
    return (
        {True: "true", False: "false"}[value]
        if isinstance(value, bool)
        else f'"{value}"'
        if isinstance(value, str)
        else str(value)
    )


def as_text(settings: Settings) -> str:
    """A file with all settings and a word on each, to begin with."""
    lines = [
        f"# {tr('How you want the workbench. It is read when qualcode starts; Settings (F9) changes it too.')}",
        "",
    ]
    for name, choices in CHOICES.items():
        options = f"{LEAST_MEASURE}–{MOST_MEASURE}" if name == "measure" else ", ".join(map(as_toml, choices))
        lines += [f"# {title(name)}: {options}", f"{name} = {as_toml(getattr(settings, name))}", ""]
    return "\n".join([*lines, f"# {tr('Keys of your own, for instance:')} {KEY_LINE}", "[keys]", ""])


def title(name: str) -> str:
    """What a setting is called."""
    titles = {
        "theme": tr("Theme"),
        "language": tr("Language"),
        "measure": tr("Columns of text"),
        "dim_interviewer": tr("The interviewer dimmed"),
        "reduced_motion": tr("Nothing moves by itself"),
    }
    return titles[name]


def shown_value(name: str, value: Any) -> str:
    """What a value of a setting is called."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    words = _theme_words() if name == "theme" else {AUTO: tr("as the machine"), **LANGUAGE_NAMES}
    return words.get(value, str(value))


def _theme_words() -> dict[str, str]:
    return {
        AUTO: tr("as the terminal"),
        "dark": tr("dark"),
        "light": tr("light"),
        "contrast-dark": tr("high contrast, dark"),
        "contrast-light": tr("high contrast, light"),
        "ansi-dark": tr("16 colours, dark"),
        "ansi-light": tr("16 colours, light"),
    }


def spoken_language(asked: str | None, settings: Settings) -> str:
    """The language asked for by an option or the environment, else that of the settings, else the machine's."""
    if asked or os.environ.get("QUALCODE_LANG") or settings.language == AUTO:
        return asked or preferred_language()
    return settings.language
