"""Our ES modules as one script: what a browser would fetch one by one, one after another in one file.

It knows the few forms of `import` and `export` that our modules use, and refuses every other. Each module becomes a function that is called once and returns
what it exports, after those it imports: the order in which a browser would run them.
"""

import re
from pathlib import Path

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"\n]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|class|const) (\w+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*|^.*\bimport\.meta\b.*|^await\b.*", re.MULTILINE)


class CannotJoin(Exception):
    """A module says something that this does not understand; the text names both."""


def joined_modules(start: Path) -> str:
    """The module `start` and all it imports, directly or not, as one module. Raises CannotJoin."""
    found: dict[Path, str] = {}
    _gather(start.resolve(), found, [])
    places = {path: place for place, path in enumerate(found)}
    joined = [_as_function(path, text, places, start.parent.resolve()) for path, text in found.items()]
    exported = ", ".join(_exported(found[start.resolve()]))  # of the last, which is `start`
    return "\n".join([*joined, f"export const {{ {exported} }} = module{len(found) - 1};" if exported else ""])


def _gather(path: Path, found: dict[Path, str], way: list[Path]) -> None:
    """Puts what `path` imports into `found`, then itself."""
    if path in way:
        raise CannotJoin(f"{path.name} imports itself by way of {', '.join(one.name for one in way[way.index(path) + 1 :])}.")
    if path in found:
        return
    text = path.read_text(encoding="utf-8")
    for match in _IMPORT.finditer(text):
        _gather((path.parent / match[2]).resolve(), found, [*way, path])
    found[path] = text


def _as_function(path: Path, text: str, places: dict[Path, int], root: Path) -> str:
    def imported(match: re.Match[str]) -> str:
        names = (match[1] or "").replace(" as ", ": ").strip()
        return f"const {{ {names} }} = module{places[(path.parent / match[2]).resolve()]};" if names else ""

    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(imported, text))
    if left := _LEFT.search(body):
        raise CannotJoin(f"{path.name} says “{left[0]}”.")
    name = path.relative_to(root).as_posix()
    return f"// {name}\nconst module{places[path]} = (() => {{\n{body}\nreturn {{ {', '.join(_exported(text))} }};\n}})();"


def _exported(text: str) -> list[str]:
    return [match[2] for match in _EXPORT.finditer(text)]
