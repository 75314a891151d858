"""Errors in words: what the system answers is said in the language that is spoken."""

from __future__ import annotations

import errno
import os

import pytest

from qualcode.errors import reason_of
from qualcode.wording import LANGUAGE

KNOWN = ["ENOSPC", "EROFS", "EACCES", "EPERM", "ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG", "EIO"]


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("name", KNOWN)
def test_what_the_system_answers_is_in_the_language_spoken(name: str, language: str) -> None:
    error = OSError(getattr(errno, name), os.strerror(getattr(errno, name)))
    english, before = reason_of(error), LANGUAGE.set(language)
    try:
        assert reason_of(error) not in (english, error.strerror)
    finally:
        LANGUAGE.reset(before)


def test_an_answer_we_have_no_words_for_is_the_system_s_own() -> None:
    assert reason_of(OSError(errno.EPIPE, "Broken pipe")) == "Broken pipe"
    assert reason_of(OSError("something")) == "something"
