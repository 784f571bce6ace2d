"""Our modules as one script."""

import subprocess
from pathlib import Path

import pytest

from apps.core.joining import CannotJoin, joined_modules
from tests import tools
from tests.running_site import BASE_DIR

pytestmark = pytest.mark.pure


def _modules(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text)
    return folder / "main.js"


def _said_by(script: str, folder: Path) -> str:
    """By a script that runs as a module."""
    (folder / "joined.mjs").write_text(script)
    node = tools.node()
    if not node:
        pytest.skip("needs Node.js")
    return subprocess.run([node, folder / "joined.mjs"], check=True, capture_output=True, text=True).stdout


def test_each_runs_once_and_after_what_it_imports(tmp_path):
    main = _modules(
        tmp_path,
        main='import "./b.js";\nimport { name as called, Bird } from "./a.js";\nconsole.log("main", called(), new Bird().song);\n',
        b='import {\n  name,\n  WHERE,\n} from "./a.js";\nconst own = 1;\nconsole.log("b", name(), WHERE, own);\n',
        a='const own = 2;\nexport const WHERE = "tree";\nexport function name() {\n  return "linnet" + own;\n}\nexport class Bird {\n  song = "la";\n}\nconsole.log("a");\n',
    )
    assert _said_by(joined_modules(main), tmp_path).split("\n")[:3] == ["a", "b linnet2 tree 1", "main linnet2 la"]


@pytest.mark.parametrize(
    "text",
    [
        "export let changing = 1;",
        "export default 1;",
        'export { name } from "./a.js";',
        'import * as all from "./a.js";',
        'import whole from "./a.js";',
        "const here = import.meta.url;",
        "await 1;",
    ],
)
def test_what_it_does_not_understand_it_refuses(tmp_path, text):
    with pytest.raises(CannotJoin, match=r"main\.js says"):
        joined_modules(_modules(tmp_path, main=f"{text}\n", a="export const name = 1;\n"))


def test_modules_that_import_each_other_are_refused(tmp_path):
    with pytest.raises(CannotJoin, match="imports itself"):
        joined_modules(_modules(tmp_path, main='import { a } from "./a.js";\n', a='import "./main.js";\nexport const a = 1;\n'))


def test_all_of_ours_are_in_one_script_that_browsers_read(tmp_path):
    script = joined_modules(BASE_DIR / "static" / "js" / "main.js")
    for path in (BASE_DIR / "static" / "js" / "elements").glob("*.js"):
        assert f"// elements/{path.name}" in script
    (tmp_path / "joined.mjs").write_text(script)
    if node := tools.node():
        subprocess.run([node, "--check", tmp_path / "joined.mjs"], check=True)
