"""How a rule is compared with a text: words and phrases folded, patterns by RE2, hosts label by label. Knows no database."""

from functools import lru_cache
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

import re2
import regex
from django.utils.translation import gettext as _

from apps.core import text as texts
from apps.moderation.normal import folded

LONGEST_PATTERN = 500  # characters
_PATTERN_BYTES = 1 << 20  # what RE2 may spend on one pattern; it never backtracks, so time grows only with the text
_SHINGLE = 3  # words
SAME_BITS = 3  # of 64 that may differ between texts that count as the same
SHORTEST_COMPARED = 20  # folded characters; "good morning" is everybody's
_MENTION = regex.compile(r"(?<![\w@])@([A-Za-z0-9_]{2,15})(?!\w)")


def fault_in(kind: str, what: str) -> str:
    """Why `what` is no rule of this kind; empty if it is one."""
    if not folded(what):
        return _("Nothing to look for.")
    if kind == "pattern":
        return _fault_in_pattern(what)
    if kind == "host" and not _labels(what):
        return _("A host such as spam.example, without anything around it.")
    return ""


def _fault_in_pattern(what: str) -> str:
    try:
        pattern = _compiled(what)
    except re2.error as problem:
        return _("RE2 does not run this: %s") % _readable(problem)
    if pattern.search("") or (pattern.search("q7 zx") and pattern.search("0")):
        return _("This finds something in every text.")
    return ""


def _readable(problem: Exception) -> str:
    given = problem.args[0] if problem.args else ""
    return given.decode(errors="replace") if isinstance(given, bytes) else str(given)


@lru_cache(maxsize=2048)
def _compiled(what: str) -> Any:
    options = re2.Options()
    options.max_mem = _PATTERN_BYTES
    options.log_errors = False
    options.case_sensitive = False
    return re2.compile(what, options)


@lru_cache(maxsize=2048)
def _words_of(what: str) -> str:
    return f" {_apart(folded(what))} "


def matches(kind: str, what: str, text: str) -> bool:
    """Whether a rule of this kind finds `what` in `text`, as written or folded."""
    if kind == "host":
        return any(is_under(host, what) for host in hosts_in(text))
    if kind == "pattern":
        pattern = _compiled(what)
        return bool(pattern.search(text) or pattern.search(folded(text)))
    return _words_of(what) in f" {_apart(folded(text))} "


def _apart(plain: str) -> str:
    """Words with one blank between them, so that a word is found as a word and never inside another."""
    return " ".join(regex.findall(r"[\p{L}\p{N}']+", plain))


def hosts_in(text: str) -> list[str]:
    """The hosts that `text` links to."""
    return [host for url in texts.links(text) if (host := urlsplit(url).hostname)]


def is_under(host: str, parent: str) -> bool:
    """Whether `host` is `parent` or a subdomain of it; compared label by label, so that notspam.example is not under spam.example."""
    mine, theirs = _labels(host), _labels(parent)
    return bool(theirs) and mine[-len(theirs) :] == theirs


def _labels(host: str) -> list[str]:
    labels = host.strip().rstrip(".").casefold().split(".")
    try:
        labels = [label.encode("idna").decode() for label in labels]
    except UnicodeError:
        return []
    return labels if len(labels) > 1 and all(regex.fullmatch(r"[a-z0-9_-]{1,63}", label) for label in labels) else []


def mentioned(text: str) -> set[str]:
    """The handles in `text`."""
    return {handle.casefold() for handle in _MENTION.findall(text)}


def fingerprint(text: str) -> int | None:
    """64 bits (signed) that differ little between texts that differ little: a simhash over folded words; None for short texts.

    Charikar, "Similarity estimation techniques from rounding algorithms", 2002.
    """
    plain = _apart(folded(_MENTION.sub(" ", text)))
    if len(plain) < SHORTEST_COMPARED:
        return None
    words = plain.split()
    shingles = [" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))] + words
    sums = [0] * 64
    for shingle in shingles:
        bits = int.from_bytes(blake2b(shingle.encode(), digest_size=8).digest(), "big")
        for at in range(64):
            sums[at] += 1 if bits >> at & 1 else -1
    return int.from_bytes(sum(1 << at for at in range(64) if sums[at] > 0).to_bytes(8, "big"), "big", signed=True)


def is_same(one: int, other: int) -> bool:
    """Whether two fingerprints are of texts that say the same."""
    return ((one ^ other) & (1 << 64) - 1).bit_count() <= SAME_BITS
