"""What people write: how long it counts, and how it becomes safe HTML. The only `mark_safe` of the house is here.

`static/js/lib/weighted.js` counts the same way; both are held to `tests/data/weighted_lengths.json`.
"""

import unicodedata
from collections.abc import Iterator
from urllib.parse import SplitResult, quote, urlsplit

import regex
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LINK_WEIGHT = 23
# Code points that count one; every other grapheme (CJK, emoji) counts two. Twitter's published ranges.
_LIGHT_RANGES = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3")
# Characters that draw nothing: a text of these alone is empty, and a run of them hides what it says.
_INVISIBLE = regex.compile(r"[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{Zs}\u115F\u1160\u2800\u3164\uFFA0\uFE00-\uFE0F]")
# Not for people: controls, noncharacters, halves of characters; and bidi controls, which reorder the page around the text.
_UNWANTED = regex.compile(r"(?!\n)[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069]")

# Marks upon marks upon one letter. Thirty are more than any language writes (UAX #15, "stream-safe"), and NFC takes the square of their
# number: half an hour for a megabyte.
_TOWER = regex.compile(r"(\p{M}{30})\p{M}+")
# What a name has no use for and can hide behind: zero-width blanks, direction marks, soft hyphens; joiners and tags where they join and
# tag nothing. Joiners belong into emoji and many scripts, tags into the flags of Scotland and its like.
_HIDDEN = regex.compile(
    r"[\u00AD\u061C\u180E\u200B\u200E\u200F\u2060-\u2064\u206A-\u206F\uFEFF\uFFF9-\uFFFB]"
    r"|(?<![^\p{Latin}\p{N}\p{Z}\p{Cc}])[\u200C\u200D]|[\u200C\u200D](?![^\p{Latin}\p{N}\p{Z}\p{Cc}])"
    r"|(?<!\U0001F3F4[\U000E0020-\U000E007F]*)[\U000E0000-\U000E007F]"
)

# Links: with a scheme, any host; without one, hosts under well-known top levels that are no common words.
_LABEL = r"[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?"
_TOP = (
    "com|org|net|edu|gov|info|biz|io|dev|app|fm|tv|eu|uk|de|fr|es|nl|ch|pl|se|dk|fi|pt|ie|ca|us|au|nz|jp|br"
    "|radio|social|audio|live|online|site|space|blog|news|wiki|museum"
)
_INNER = r"""(?:\([^\s<>"()]*\)|[^\s<>"()])*"""
_LAST = r"""(?:\([^\s<>"()]*\)|[^\s<>"().,:;!?'’“”…*_~\]}])"""  # punctuation at the end belongs to the sentence
_TAIL = rf"(?:/(?:{_INNER}{_LAST})?|[?#]{_INNER}{_LAST})?"
_PORT = r"(?::\d{1,5})?(?![\p{L}\p{N}_@-])"
_LINK = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}_])https?://{_LABEL}(?:\.{_LABEL})*{_PORT}{_TAIL}"
    rf"|(?<![\p{{L}}\p{{N}}_@./:-])(?:{_LABEL}\.)+(?:{_TOP}){_PORT}(?!\.[\p{{L}}\p{{N}}]){_TAIL}",
    regex.IGNORECASE | regex.VERSION0,
)
TAG_LIMIT = 100  # characters
_TAG = rf"(?=\w{{0,{TAG_LIMIT - 1}}}\p{{L}})\w{{1,{TAG_LIMIT}}}"
_MENTION_OR_TAG = regex.compile(rf"(?<![\w@#/])(?:@(?P<handle>[A-Za-z0-9_]{{2,15}})(?!\w)|#(?P<tag>{_TAG}))")


def cleaned(text: str) -> str:
    """One form for one look: NFC, Unix line ends, at most one empty line in a row, nothing unwanted, no outer blanks."""
    text = unicodedata.normalize("NFC", _TOWER.sub(r"\1", text)).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return regex.sub(r"\n{3,}", "\n\n", _UNWANTED.sub("", text)).strip()


def without_hidden(text: str) -> str:
    """`text` without what draws nothing where it stands, so that no two names look the same by it."""
    return _HIDDEN.sub("", text)


def is_blank(text: str) -> bool:
    """Whether nothing of `text` would be seen."""
    return not _INVISIBLE.sub("", text)


def weighted_length(text: str) -> int:
    """Weighted characters: a link counts 23, a CJK character or an emoji 2, most others 1."""
    total, position = 0, 0
    for start, end, _url in _found_links(text):
        total += _weight(text[position:start]) + LINK_WEIGHT
        position = end
    return total + _weight(text[position:])


def _weight(text: str) -> int:
    return sum(_grapheme_weight(grapheme) for grapheme in regex.findall(r"\X", text))


def _grapheme_weight(grapheme: str) -> int:
    """An emoji is two, however many code points it is made of; anything else is the sum of its code points."""
    if _EMOJI.search(grapheme):
        return 2
    return sum(1 if any(low <= ord(c) <= high for low, high in _LIGHT_RANGES) else 2 for c in grapheme)


def _found_links(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _LINK.finditer(text):
        found = match[0]
        yield match.start(), match.end(), found if "://" in found[:8] else f"https://{found}"


def links(text: str) -> list[str]:
    """The addresses that `text` links to, with their schemes."""
    return [url for _start, _end, url in _found_links(text)]


def is_link(text: str) -> bool:
    """Whether `text` is one link and nothing else."""
    return [(start, end) for start, end, _url in _found_links(text)] == [(0, len(text))]


def web_address(text: str) -> str | None:
    """The address that somebody typed, with its scheme; None if it is no plain `http` or `https` address of a host with a dot."""
    address = text if regex.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)", text) else f"https://{text}"
    return address if _is_web_address(address) else None


def _is_web_address(address: str) -> bool:
    parts = _parts(address)
    return parts is not None and is_link(address) and "." in (parts.hostname or "") and "@" not in parts.netloc


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _port = parts.port  # raises for one that can't be
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") else None


def own_link_html(address: str) -> SafeString:
    """The address somebody gives as theirs, shown without its scheme; what is none stays words."""
    if not _is_web_address(address):
        return mark_safe(escape(address))  # noqa: S308 — escaped
    link = (
        f'<a class="link" href="{escape(address)}" rel="nofollow noopener me ugc" target="_blank">{escape(_shown(address))}</a>'
    )
    return mark_safe(link)  # noqa: S308 — both parts are escaped


def mentioned(text: str) -> list[str]:
    """The handles that `text` mentions, each once, outside of links."""
    return list(dict.fromkeys(match["handle"] for match in _mentions_and_tags(text) if match["handle"]))


def tagged(text: str) -> list[str]:
    """The hashtags in `text` as they are written there, each spelling once, outside of links and without their #."""
    return list(dict.fromkeys(match["tag"] for match in _mentions_and_tags(text) if match["tag"]))


def _mentions_and_tags(text: str) -> Iterator[regex.Match[str]]:
    rest, position = [], 0
    for start, end, _url in _found_links(text):
        rest.append(text[position:start])
        position = end
    return _MENTION_OR_TAG.finditer(" ".join([*rest, text[position:]]))


def is_tag(text: str) -> bool:
    """Whether `text` is what may follow a #, and nothing else."""
    return bool(regex.fullmatch(_TAG, text))


def tag_name(tag: str) -> str:
    """What is the same for one hashtag however it is written: big or small, narrow or wide."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tag).casefold())
    return folded[:TAG_LIMIT]


def excerpt(text: str, limit: int) -> str:
    """The beginning of `text` in one line of at most `limit` characters, cut between words where there are any."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    start, _space, _rest = line[: limit - 1].rpartition(" ")
    return f"{start or line[: limit - 1]}…"


def rich_html(text: str) -> SafeString:
    """`text` with its links, @mentions and #hashtags clickable; everything else is escaped."""
    parts: list[str] = []
    position = 0
    for start, end, url in _found_links(text):
        parts.append(_with_mentions(text[position:start]))
        parts.append(
            f'<a class="link" href="{escape(url)}" rel="nofollow noopener ugc" target="_blank">{escape(_shown(url))}</a>'
        )
        position = end
    parts.append(_with_mentions(text[position:]))
    return mark_safe("".join(parts).replace("\n", "<br>"))  # noqa: S308 — every part above is escaped


def _shown(url: str) -> str:
    bare = url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
    return bare if len(bare) <= 32 else bare[:31] + "…"


def _with_mentions(text: str) -> str:
    parts: list[str] = []
    position = 0
    for match in _MENTION_OR_TAG.finditer(text):
        parts.append(escape(text[position : match.start()]))
        parts.append(_mention(match["handle"]) if match["handle"] else _tag(match["tag"]))
        position = match.end()
    return "".join([*parts, escape(text[position:])])


def _mention(handle: str) -> str:
    return f'<a class="link" href="/@{handle}/">@<bdi>{handle}</bdi></a>'


def _tag(tag: str) -> str:
    return f'<a class="link" href="/tags/{quote(tag)}/">#<bdi>{escape(tag)}</bdi></a>'
