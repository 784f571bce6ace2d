"""What the default scorer looks for: words, rules, signs and their weights as data (`*.toml` here), and how they become patterns.

A rule says why it is there; `any` holds patterns, one a line, of which one must be found, and `all` several such lists, of which each
must be. `{name}` stands for the words of that name, ` .. ` for up to four words. RE2 runs them, in time that grows only with the text.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import re2
import regex

_FILES = ("threats", "hate", "abuse", "private", "fraud", "languages", "contexts")
_SIGNS = ("harm", "scorn", "exposure", "calm")
_BYTES = 64 << 20  # what RE2 may spend on one pattern
_GAP = r"(?: \S+){0,4} "


@cache
def words() -> dict[str, Any]:
    """The lists of words: `short` by short form, `words` by name."""
    return _loaded("words")


@cache
def rows(kind: str) -> list[dict[str, Any]]:
    """All rows of a kind, "rule" or "context", in the order of the files."""
    return [row for name in _FILES for row in _loaded(name).get(kind, ())]


@cache
def signs() -> dict[str, Any]:
    """The signs that evidence is made of, by name: `why`, `any` and, if they speak of abuse, `category`."""
    return {sign: row for name in _SIGNS for sign, row in _loaded(name).items()}


@cache
def calm() -> frozenset[str]:
    """The signs among them, and the contexts, that speak against abuse."""
    return frozenset([*_loaded("calm"), *(row["why"] for row in rows("context"))])


@cache
def weights() -> dict[str, float]:
    """What each sign or combination weighs, in steps of likelihood (natural logarithm of the odds); below 0 it speaks against abuse."""
    return {name: weight for table in _loaded("weights").values() for name, weight in table.items()}


@cache
def together() -> tuple[tuple[str, ...], ...]:
    """The signs that weigh something in company."""
    return tuple(tuple(names.split()) for names in _loaded("weights")["together"])


def _loaded(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def compiled(row: dict[str, Any]) -> list[Any]:
    """The patterns of a row: all of them must be found."""
    return [_pattern(lines) for lines in row.get("all", [row.get("any", "")])]


def listed(entries: str) -> Any:
    """The pattern of a list split at commas."""
    return _pattern("|".join(regex.split(r",\s+", entries.strip())))


def _pattern(lines: str) -> Any:
    options = re2.Options()
    options.max_mem = _BYTES
    options.log_errors = False
    either = "|".join(_filled(line.replace(" .. ", _GAP)) for line in lines.splitlines() if line)
    return re2.compile(rf"(?m)(?:^|[^\pL\pN_'])({either})(?:$|[^\pL\pN_'])", options)


def _filled(pattern: str) -> str:
    """`{name}` as the words it stands for; all else in braces is the pattern's own."""
    return regex.sub(r"\{([a-z_]+)\}", lambda name: _either(name[1]), pattern)


@cache
def _either(name: str) -> str:
    return "(?:" + "|".join(_filled(word) for word in regex.split(r",\s+", words()["words"][name])) + ")"
