"""The small living demo, read from `demo.toml`: who is there and what they said."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

PASSWORD = "linnet-demo"  # noqa: S105 — printed for everybody; it opens nothing from another machine


@dataclass(frozen=True)
class DemoPerson:
    handle: str
    name: str
    bio: str
    follows: list[str]
    location: str = ""
    link: str = ""


@dataclass(frozen=True)
class DemoTweet:
    hours_ago: float
    author: str
    text: str
    name: str = ""  # what others call it that answer, quote or pass it on
    before: str = ""  # what it said at first
    answers: str = ""
    quotes: str = ""
    passed_on_by: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class DemoFleet:
    hours_ago: float  # less than a day
    author: str
    text: str
    paper: str


@dataclass(frozen=True)
class DemoMessage:
    minutes_ago: float
    author: str
    to: str
    text: str
    shows_space: bool = False


@dataclass(frozen=True)
class DemoList:
    owner: str
    name: str
    description: str
    members: list[str]


@dataclass(frozen=True)
class DemoSpace:
    host: str
    title: str


_told = tomllib.loads((Path(__file__).parent / "demo.toml").read_text(encoding="utf-8"))
PEOPLE = [DemoPerson(**person) for person in _told["people"]]
TWEETS = [DemoTweet(**tweet) for tweet in _told["tweets"]]
FLEETS = [DemoFleet(**fleet) for fleet in _told["fleets"]]
MESSAGES = [DemoMessage(**message) for message in _told["messages"]]
LISTS = [DemoList(**one) for one in _told["lists"]]
MODERATORS: list[str] = _told["moderators"]
SPACE = DemoSpace(**_told["space"])
