"""Dead links are found, living ones are not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "links.py"

LIVING = """
# A heading, with `code` and [a link](other.md)!
## Twice
## Twice
[one](other.md) [two](other.md#below-1 "title") [three](#twice-1) [four](#a-heading-with-code-and-a-link)
![image](sub/dir%20ectory/picture.png) [web](https://example.org/nothing#x) [mail](mailto:a@example.org)
[code](other.py#L3) [folder](sub) [root](/other.md) [encoded](sub/dir%20ectory/picture.png) [ref]
`[not](a-link.md)`

[ref]: other.md#own
```
[not](a-link.md)
~~~
# Not a heading
```
<a id="own-anchor"></a> [html](#own-anchor) <img src="sub/dir ectory/picture.png">
"""


def links(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True, timeout=60)


def lay_out(folder: Path, page: str) -> None:
    (folder / "sub" / "dir ectory").mkdir(parents=True)
    (folder / "sub" / "dir ectory" / "picture.png").touch()
    (folder / "other.py").touch()
    (folder / "other.md").write_text('# Below\n# Below\n<a name="own"></a>\n')
    (folder / "page.md").write_text(page)


def test_living_links(tmp_path: Path) -> None:
    lay_out(tmp_path, LIVING)
    done = links(tmp_path)
    assert (done.returncode, done.stdout) == (0, "no dead links\n")


def test_dead_links(tmp_path: Path) -> None:
    page = "[a](gone.md)\n[b](other.md#below-2)\n[c](#not-a-heading)\n[d]: gone.png\n```\n# Not a heading\n```\n"
    lay_out(tmp_path, page + '<img src="gone.svg"> [e](../page.md)\n')
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "page.md").write_text("[x](gone.md)")
    done = links(tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "page.md:1: gone.md: there is no such file",
        "page.md:2: other.md#below-2: there is no such heading",
        "page.md:3: #not-a-heading: there is no such heading",
        "page.md:4: gone.png: there is no such file",
        "page.md:8: gone.svg: there is no such file",
        "page.md:8: ../page.md: there is no such file",
    ]


def test_the_project_has_no_dead_links() -> None:
    done = links(SCRIPT.parents[1])
    assert done.returncode == 0, done.stdout
