"""Sources: every format gives its chunks, each with origin and licence; what is broken or hostile is told and passed over."""

import codecs
import json
import os
import time
import tracemalloc
import zlib
from decimal import Decimal
from pathlib import Path
from random import Random

import pyarrow
import pypdf
import pytest
from pyarrow import parquet

from repairloop.ground.errors import UsageError
from repairloop.ground.overlap import THRESHOLD, normal
from repairloop.ground.overlap import shingles as exact_shingles
from repairloop.sources import Chunk, encoding, read_sources, reading, standard_library
from repairloop.sources.chunks import CODE, PROSE, pieces
from repairloop.sources.duplicates import Duplicates, Recent

WORDS = [
    *"abcdefghij",
    "river",
    "runs",
    "slow",
    "under",
    "an",
    "old",
    "bridge",
    "where",
    "two",
    "grey",
    "geese",
    "sleep",
]


def read(*paths, **options):
    """The chunks of some paths, and what was told."""
    told = []
    chunks = list(read_sources(list(paths), told.append, **options))
    for chunk in chunks:
        assert len(chunk.text) <= options.get("max_chars", 2_000)
        assert chunk.text.strip() == chunk.text.strip("\n ") != ""
        assert len(chunk.id) == 16
        assert "\n" not in chunk.title + chunk.origin + chunk.licence
        json.dumps([chunk.text, chunk.origin, chunk.meta], allow_nan=False).encode()
    assert all("\n" not in line and len(line) < 900 for line in told)
    return chunks, told


def one(folder: Path, name: str, content: str | bytes, **options):
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, **options)


def story(rng: Random, paragraphs: int) -> str:
    """Prose that repeats no five words by rule."""

    def sentence() -> str:
        return " ".join(
            [f"w{rng.randrange(10**6)}", *rng.choices(WORDS, k=rng.randint(4, 20))]
        ).capitalize() + rng.choice(".!?")

    return "\n\n".join(" ".join(sentence() for _ in range(rng.randint(1, 8))) for _ in range(paragraphs))


def places(chunks):
    return [chunk.origin.partition("#")[2] for chunk in chunks]


# ---- formats ------------------------------------------------------------------------------------------


def test_text_is_cut_into_pieces_that_the_origin_finds_again(tmp_path):
    text = story(Random(1), 30)
    chunks, told = one(tmp_path, "notes.txt", text)
    assert not told
    assert len(chunks) > 3
    for chunk in chunks:
        path, _, place = chunk.origin.partition("#chars=")
        start, end = map(int, place.split("-"))
        assert (path, chunk.kind, chunk.title) == (str(tmp_path / "notes.txt"), "text", "notes.txt")
        assert chunk.text == text[start:end]
    assert " ".join(" ".join(c.text for c in chunks).split()) == " ".join(text.split())


def test_markdown_by_headings_code_apart(tmp_path):
    content = (
        "---\ntitle: x\n---\n# Tea\n\nBoil the *water* [first](http://x).\nThen wait.\n\n```sh\nkettle on\n```\n\n- one\n- two\n\n"
        "<script>alert(1)</script>\n\n## Green `tea`\n\nUse less heat.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    )
    chunks, told = one(tmp_path, "tea.md", content)
    assert not told
    assert [(c.kind, c.title, c.text) for c in chunks] == [
        ("text", "Tea", "Boil the water first. Then wait.\n\n- one\n\n- two"),
        ("code", "Tea", "kettle on"),
        ("text", "Tea > Green tea", "Use less heat.\n\na | b\n\n1 | 2"),
    ]
    assert places(chunks) == ["line=6", "line=9", "line=20"]
    assert chunks[1].meta == {"language": "sh"}


def test_html_by_headings_without_scripts(tmp_path):
    content = (
        "<!doctype html><head><title>Tea &amp; more</title><style>p{}</style></head><nav>Home</nav><h1>Green</h1>\n"
        "<p>Use <b>less</b>\nheat.<script>var x = '<p>no</p>';</script><p>Wait<br>long.<ul><li>one<li>two</ul>"
        "<pre>kettle\n  on</pre><h2>Black</h2><table><tr><td>a</td><td>b</td></tr></table>"
    )
    chunks, told = one(tmp_path, "tea.html", content)
    assert not told
    assert [(c.kind, c.title, c.text) for c in chunks] == [
        ("text", "Tea & more > Green", "Use less heat.\n\nWait\n\nlong.\n\n- one\n\n- two"),
        ("code", "Tea & more > Green", "kettle\n  on"),
        ("text", "Tea & more > Green > Black", "a | b"),
    ]


def test_python_functions_with_their_signatures_and_never_run(tmp_path):
    marker = tmp_path / "ran"
    content = f'''# SPDX-License-Identifier: BSD-3-Clause
"""Readers of documents: {" ".join(f"w{i}" for i in range(20))}."""
open({str(marker)!r}, "w")


class Reader:
    """Reads one document, {" ".join(f"v{i}" for i in range(20))}."""

    def parse(self, text: str, /, limit: int = 10, *rest, strict: bool = True, **more) -> "list[int]":
        """Parse a text.

        Args:
            text: what to parse
            limit (int): the most items
        """
        return []

    @property
    def size(self): "Never called."

    def _hidden(self): "Not public."


if True:
    async def fetch(url, timeout=None):
        """Get it.

        :param str url: where it is

        The *timeout* is in seconds. Nothing else counts.
        """


def bare(): pass
'''
    chunks, told = one(tmp_path, "reader.py", content)
    assert not told
    assert not marker.exists()
    assert [(c.kind, c.title) for c in chunks] == [
        ("text", "reader"), ("text", "reader.Reader"), ("python", "reader.Reader.parse"), ("python", "reader.fetch"),
    ]  # fmt: skip
    assert places(chunks) == ["doc", "doc=Reader", "function=Reader.parse", "function=fetch"]
    assert {c.licence for c in chunks} == {"BSD-3-Clause"}
    parse, fetch = chunks[2].meta["signature"], chunks[3].meta["signature"]
    assert chunks[2].text.startswith("def parse(self")
    assert chunks[2].meta["docstring"].startswith("Parse a text.")
    assert parse["name"] == "Reader.parse"
    assert parse["returns"] == "'list[int]'"
    assert [(p["name"], p["kind"], p["annotation"], p["default"], p["doc"]) for p in parse["params"]] == [
        ("text", "positional_only", "str", None, "what to parse"),
        ("limit", "positional_or_keyword", "int", "10", "the most items"),
        ("rest", "var_positional", "", None, ""),
        ("strict", "keyword_only", "bool", "True", ""),
        ("more", "var_keyword", "", None, ""),
    ]
    assert fetch["is_async"]
    assert [(p["name"], p["default"], p["doc"]) for p in fetch["params"]] == [
        ("url", None, "where it is"), ("timeout", "None", "The *timeout* is in seconds."),
    ]  # fmt: skip


def test_python_without_documented_functions_and_other_languages_are_code(tmp_path):
    chunks, told = one(tmp_path, "plain.py", "x = 1\n\n\ndef f():\n    return x\n")
    assert [(c.kind, c.meta) for c in chunks] == [("code", {"language": "python"})]
    function = "func F%d() {\n\n    call(%d)\n}\n\n"
    chunks, told = one(tmp_path, "main.go", "".join(function % (i, i) for i in range(40)), max_chars=300)
    assert not told
    assert {c.kind for c in chunks} == {"code"}
    assert chunks[0].meta == {"language": "go"}
    assert all(c.text.startswith("func F") and c.text.endswith("}") for c in chunks)


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("b.csv", ";"), ("c.tsv", "\t"), ("d.csv", "|")])
def test_csv_rows_with_names_and_types(tmp_path, name, delimiter):
    lines = [["city", "people", "share", "since", "open", "code"]]
    lines += [[f'"Old{delimiter}\n{i}"', i, i / 8, f"19{i:02}-01-31", "true", f"0{i}"] for i in range(10, 60)]
    content = "".join(delimiter.join(map(str, line)) + "\r\n" for line in lines)
    chunks, told = one(tmp_path, name, content)
    assert not told
    assert {c.kind for c in chunks} == {"table"}
    assert chunks[0].meta["columns"] == {
        "city": "text", "people": "integer", "share": "number", "since": "date", "open": "boolean", "code": "text",
    }  # fmt: skip
    rows = [row for chunk in chunks for row in chunk.meta["rows"]]
    assert [row["people"] for row in rows] == list(range(10, 60))
    assert rows[3] == {
        "city": f"Old{delimiter}\n13", "people": 13, "share": 1.625, "since": "1913-01-31", "open": True, "code": "013",
    }  # fmt: skip
    assert places(chunks)[:2] == ["row=1", f"row={1 + len(chunks[0].meta['rows'])}"]
    assert chunks[0].text.startswith("| city | people |")


def test_csv_without_names_and_with_uneven_rows(tmp_path):
    chunks, told = one(tmp_path, "a.csv", "Ann,17\nBo,9\nbroken\nCy,4\n")
    assert chunks[0].meta["columns"] == {"column 1": "text", "column 2": "integer"}
    assert [row["column 2"] for row in chunks[0].meta["rows"]] == [17, 9, 4]
    assert told == [f"passed over 1 rows of {tmp_path / 'a.csv'}: more or fewer cells than the first row"]


def test_json_lines_rows_documents_and_bad_lines(tmp_path):
    long = story(Random(3), 12)
    lines = [
        {"id": 1, "n": 2.5, "tags": ["a", "b"]}, {"id": 2, "n": None}, "{broken", [1], {"id": 10**30, "n": "x"},
        {"title": "A river", "text": long, "license": "CC0-1.0"}, {"id": 4, "n": 1}, '{"a": NaN}', '{"n": "\\ud800 half"}',
    ]  # fmt: skip
    chunks, told = one(tmp_path, "a.jsonl", "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
    tables = [c for c in chunks if c.kind == "table"]
    texts = [c for c in chunks if c.kind == "text"]
    assert tables[0].meta["rows"][0] == {"id": 1, "n": 2.5, "tags": '["a", "b"]'}
    assert tables[0].meta["columns"]["tags"] == "text"
    assert " ".join(" ".join(c.text for c in texts).split()) == " ".join(long.split())
    assert {(c.title, c.licence) for c in texts} == {("A river", "CC0-1.0")}
    assert places(texts)[0].startswith("row=6&chars=0-")
    assert told == [f"passed over 3 of 9 lines of {tmp_path / 'a.jsonl'}: no JSON objects, line 3 first"]


def test_parquet_in_batches(tmp_path, monkeypatch):
    path = tmp_path / "a.parquet"
    rows = 5_000
    table = pyarrow.table({
        "id": range(rows), "price": [Decimal(i) / 4 for i in range(rows)], "name": [f"item w{i}" for i in range(rows)],
        "image": [b"\0"] * rows, "when": pyarrow.array(range(rows), pyarrow.timestamp("s")),
    })  # fmt: skip
    parquet.write_table(table, path, row_group_size=700)
    chunks, told = read(path)
    found = [row for chunk in chunks for row in chunk.meta["rows"]]
    assert [row["id"] for row in found] == list(range(rows))
    assert found[5] == {"id": 5, "price": 1.25, "name": "item w5", "when": "1970-01-01T00:00:05"}
    assert chunks[0].meta["columns"] == {"id": "integer", "price": "number", "name": "text", "when": "date"}
    assert not told


STORY = "The old mill stands by the river in Oakham. It was built in 1824 and has three wheels."
CHAT = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Tell me of the mill."}, {"role": "assistant", "content": STORY}]  # fmt: skip
CHATS = {
    "messages.jsonl": json.dumps({"messages": CHAT}),
    "messages.json": json.dumps([{"messages": CHAT}]),
    "dialogue.json": json.dumps({"dialogue": CHAT}),
    "turns.json": json.dumps(CHAT),
    "lines.json": json.dumps({"messages": CHAT}) + "\n",
    "parts.jsonl": json.dumps(
        {"messages": [CHAT[1], {"role": "assistant", "content": [{"type": "text", "text": STORY}]}]}
    ),
    "sharegpt.json": json.dumps(
        [{"conversations": [{"from": "human", "value": "Tell me of the mill."}, {"from": "gpt", "value": STORY}]}]
    ),
    "alpaca.json": json.dumps([{"instruction": "Tell me of the mill.", "input": "", "output": STORY}]),
    "completion.jsonl": json.dumps({"prompt": CHAT[:2], "completion": CHAT[2:]}),
    "cell.csv": 'id,messages\n1,"' + json.dumps(CHAT).replace('"', '""') + '"\n',
}


@pytest.mark.parametrize("name", CHATS)
def test_conversations_are_text_without_what_the_system_says(tmp_path, name):
    (tmp_path / name).write_text(CHATS[name])
    (chunk,), told = read(tmp_path / name)
    assert (chunk.kind, chunk.text) == ("text", f"Tell me of the mill.\n\n{STORY}")
    assert chunk.origin == f"{tmp_path / name}#row=1"
    assert not told


def test_conversations_in_parquet_are_text_too(tmp_path):
    parquet.write_table(pyarrow.table({"messages": [CHAT], "n": [1]}), tmp_path / "a.parquet")
    (chunk,), _ = read(tmp_path / "a.parquet")
    assert chunk.text == f"Tell me of the mill.\n\n{STORY}"


def test_json_with_rows_is_a_table_and_without_any_code(tmp_path):
    (tmp_path / "a.json").write_text('[{"name": "Ann", "age": 17}, {"name": "Bo", "age": 9}]')
    (tmp_path / "b.json").write_text('{"name": "x", "version": 1}')
    (tmp_path / "c.json").write_text('{"a": 1} // a comment\n')
    chunks, _ = read(tmp_path)
    assert [chunk.kind for chunk in chunks] == ["table", "code", "code"]
    assert chunks[0].meta["rows"] == [{"name": "Ann", "age": 17}, {"name": "Bo", "age": 9}]


def test_a_notebook_is_its_prose_and_its_code(tmp_path):
    cells = [
        {"cell_type": "markdown", "source": ["# Mills\n", "\n", STORY]},
        {"cell_type": "code", "source": "def f(x):\n    return x\n", "outputs": [{"text": "secret"}]},
    ]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    chunks, _ = read(tmp_path / "a.ipynb")
    assert {(chunk.kind, chunk.title, chunk.text) for chunk in chunks} == {
        ("text", "Mills", STORY), ("code", "Mills", "def f(x):\n    return x"),
    }  # fmt: skip
    (tmp_path / "b.ipynb").write_text("{}")
    assert "no notebook" in read(tmp_path / "b.ipynb")[1][0]


def pdf(pages: list[bytes], compress: bool = False) -> bytes:
    """A PDF whose pages have these contents."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, content in enumerate(pages):
        packed = zlib.compress(content, 1) if compress else content
        kind = b" /Filter /FlateDecode" if compress else b""
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R /Resources << /Font << /F 3 0 R >> >> >>" % (5 + 2 * i),
            b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(packed), kind, packed),
        ]  # fmt: skip
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(body),
    )  # fmt: skip


def shown(*lines: str) -> bytes:
    return b"BT /F 12 Tf 14 TL 50 700 Td " + b" ".join(b"(%s) Tj T*" % line.encode() for line in lines) + b" ET"


def test_pdf_by_pages(tmp_path):
    pages = [shown(f"Page w{i} is about an exam-", "ple that goes", "on and on.", "New line.") for i in range(20)]
    chunks, told = one(tmp_path, "a.pdf", pdf(pages))
    assert not told
    assert places(chunks) == [f"page={i}" for i in range(1, 21)]
    assert chunks[6].text == "Page w6 is about an example that goes on and on.\nNew line."


def test_pdf_that_cannot_be_read(tmp_path):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "blank.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing else")
    (tmp_path / "bomb.pdf").write_bytes(pdf([shown("fine words"), b"0 " * 60_000_000], compress=True))
    chunks, told = read(tmp_path)
    assert [c.text for c in chunks] == ["fine words"] or not chunks
    assert len(told) == 4
    for name, why in (("blank", "no text"), ("locked", "encrypted"), ("broken", "broken")):
        assert any(f"{name}.pdf: {why}" in line for line in told), (name, told)


def test_standard_library_is_there_with_signatures_and_documentation():
    found = {s.origin: s for s in standard_library.sources(2_000)}
    assert len(found) > 300
    assert not [name for name in found if "._" in name or ".test" in name or "site-packages" in name]
    loads = next(
        c for c in standard_library.read(found["stdlib:json"]) if c.kind == "python" and c.title == "json.loads"
    )
    assert loads.origin == "stdlib:json#function=loads"
    assert loads.licence == "PSF-2.0"
    assert [p["name"] for p in loads.meta["signature"]["params"]][:3] == ["s", "cls", "object_hook"]
    assert loads.meta["signature"]["params"][2]["doc"].startswith("``object_hook`` is an optional function")
    topics = list(standard_library.read(found["stdlib:pydoc_data.topics"]))
    assert any(c.origin == "stdlib:pydoc_data.topics#topic=lambda" and "anonymous functions" in c.text for c in topics)
    first = next(read_sources(None, print))
    assert first.origin.startswith("stdlib:")


# ---- cutting ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_pieces_hold_everything_and_keep_paragraphs_and_sentences_whole(seed):
    rng = Random(seed)
    text = story(rng, 60)
    cuts = list(pieces(text, 400))
    assert "".join(text[a:b] for a, b in cuts).replace(" ", "").replace("\n", "") == text.replace(" ", "").replace(
        "\n", ""
    )
    assert all(0 < b - a <= 400 and text[a:b].strip() == text[a:b] for a, b in cuts)
    assert all(text[b - 1] in ".!?" for _, b in cuts)
    paragraphs = [p for p in text.split("\n\n") if len(p) <= 100]
    assert paragraphs
    whole = [text[a:b] for a, b in cuts]
    assert sum(any(p in piece for piece in whole) for p in paragraphs) == len(paragraphs)


@pytest.mark.parametrize("breaks", [PROSE, CODE])
def test_a_stream_is_cut_as_the_whole_text(tmp_path, monkeypatch, breaks):
    text = story(Random(5), 80)
    name = "a.txt" if breaks is PROSE else "a.c"
    expected = [text[a:b] for a, b in pieces(text, 500, breaks)]
    for block in (1_001, 4_096):
        monkeypatch.setattr(encoding, "BLOCK", block)
        chunks, _ = one(tmp_path, name, text, max_chars=500)
        assert [c.text for c in chunks] == expected


def test_text_without_breaks_is_no_material_but_chinese_is(tmp_path):
    chunks, told = one(tmp_path, "a.txt", "Some words here.\n\n" + "QUJD" * 5_000)
    assert [c.text for c in chunks] == ["Some words here."]
    assert "no space" in told[0]
    text = "".join(f"第{i}天早上他去河边看书。" for i in range(500))
    chunks, told = one(tmp_path, "b.txt", text)
    assert not told
    assert all(c.text.endswith("。") for c in chunks)


# ---- encodings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codec", "mark"),
    [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE),
     ("utf-32-le", codecs.BOM_UTF32_LE)],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv"])
def test_marked_encodings(tmp_path, codec, mark, name):
    text = "name,place\nZoë,Łódź\nΑθηνά,東京\n"
    chunks, told = one(tmp_path, name, mark + text.encode(codec))
    assert not told
    assert "Łódź" in chunks[0].text
    assert "東京" in chunks[0].text
    assert "\ufeff" not in chunks[0].text


@pytest.mark.parametrize(
    ("codec", "text"),
    [("cp1252", "Der Bär trägt schöne Schuhe über die Brücke. Fräulein Müller hört ihn täglich. " * 9),
     ("cp1251", "Старый мост стоит над тихой рекой, и никто не считает проходящих людей. " * 9),
     ("shift_jis", "古い橋は静かな川の上に立っています。毎日たくさんの人が渡ります。" * 9)],
)  # fmt: skip
def test_guessed_encodings(tmp_path, codec, text):
    chunks, told = one(tmp_path, "a.txt", text.encode(codec))
    assert not told
    assert chunks[0].text[:20] == text[:20]


def test_mis_encoded_is_told(tmp_path):
    text = "Zoë trägt schöne Schuhe über die Brücke. " * 20
    chunks, told = one(tmp_path, "a.txt", text.encode()[:300] + b"\xff\xfe" + text.encode()[300:])
    assert not chunks
    assert "mis-encoded" in told[0]
    late = (story(Random(2), 5_000) + "\n").encode()
    assert len(late) > encoding.BLOCK
    chunks, told = one(tmp_path, "b.txt", late + b"\xff\xff")
    assert len(chunks) > 100
    assert told[0].startswith("passed over the rest of")


# ---- duplicates ---------------------------------------------------------------------------------------


def chunk(text: str, kind: str = "text") -> Chunk:
    return Chunk("0" * 16, kind, text, "", "", "", {})


def test_duplicates_by_the_definition():
    rng = Random(4)
    texts = [" ".join(f"w{rng.randrange(3000)}" for _ in range(120)) for _ in range(150)]
    found = {"": 0, "near-duplicate": 0}
    for text in texts:
        words = text.split()
        for place in rng.sample(range(120), rng.randint(1, 5)):
            words[place] = "other"
        changed = " ".join(words)
        a, b = exact_shingles(normal(text)), exact_shingles(normal(changed))
        near = len(a & b) >= THRESHOLD * len(a | b)
        seen = Duplicates()
        assert seen.seen(chunk(text)) == ""
        assert seen.seen(chunk(changed)) == ("near-duplicate" if near else "")
        found["near-duplicate" if near else ""] += 1
    assert min(found.values()) > 20
    seen = Duplicates()
    assert [seen.seen(chunk(t)) for t in ("One  two, THREE.", "one two , three.", "one two four")] == [
        "",
        "duplicate",
        "",
    ]
    assert seen.seen(chunk("one two, three.", "code")) == ""


def test_duplicates_are_left_out_and_counted(tmp_path):
    text = story(Random(6), 3)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(text)
    (tmp_path / "c.txt").write_text(text + " And then.")
    chunks, told = read(tmp_path)
    assert [c.origin.rpartition("/")[2].partition("#")[0] for c in chunks] == ["a.txt"]
    assert told == ["left out: 1 duplicates, 1 near-duplicates"]


def test_memory_of_duplicates_is_bounded():
    recent = Recent(100)
    for i in range(1_000):
        recent.add(i, i)
        assert all(recent.get(j) == j for j in range(max(1, i - 99), i + 1))
    assert sum(recent.get(i) is not None for i in range(1_000)) < 200


def test_a_file_that_repeats_itself_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "STALE", 50)
    chunks, told = one(tmp_path, "a.jsonl", '{"a": 1, "b": "x"}\n' * 20_000)
    assert len(chunks) == 1
    assert "50 duplicates in a row" in told[0]


# ---- folders ------------------------------------------------------------------------------------------


def test_folders_in_order_with_licences_and_without_what_is_hidden(tmp_path):
    files = {
        "b.txt": "Bees fly far.", "a/z.txt": "Zebras run.", "a/LICENSE": "MIT License\n\nPermission is hereby granted, free of charge, to any",
        "a/in/k.md": "Kites rise.", "LICENSE": "Apache License\nVersion 2.0, January 2004", "c.txt": "SPDX-License-Identifier: CC0-1.0\nCats nap.",
        ".hidden/x.txt": "Never read.", ".x.txt": "Never.", "__pycache__/y.txt": "Nor this.", "d/COPYING": "My own terms\nask me", "d/d.txt": "Dogs bark.",
    }  # fmt: skip
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    chunks, told = read(tmp_path)
    found = [(c.origin.removeprefix(f"{tmp_path}/").partition("#")[0], c.licence) for c in chunks]
    assert found == [
        ("a/in/k.md", "MIT"), ("a/z.txt", "MIT"), ("b.txt", "Apache-2.0"), ("c.txt", "CC0-1.0"), ("d/d.txt", "My own terms"),
    ]  # fmt: skip
    assert not told
    assert read(tmp_path)[0] == chunks
    assert [c.licence for c in read(tmp_path / "a" / "z.txt")[0]] == ["MIT"]


def test_reports_are_bounded(tmp_path):
    for i in range(332):
        (tmp_path / f"{i:03}.bin").write_bytes(b"\0\1\2" * 50)
    (tmp_path / "z.txt").write_text("Still read.")
    chunks, told = read(tmp_path)
    assert [c.text for c in chunks] == ["Still read."]
    assert len(told) == 21
    assert told[0] == f"passed over {tmp_path / '000.bin'}: binary"
    assert told[-1] == "passed over: and 312 more"


def test_a_path_that_does_not_exist_is_named_at_once(tmp_path):
    with pytest.raises(UsageError, match="nowhere"):
        read_sources([tmp_path, tmp_path / "nowhere"], print)
    with pytest.raises(UsageError, match="too small"):
        read_sources([tmp_path], print, max_chars=10)
    assert read(tmp_path) == ([], [])


# ---- hostile ------------------------------------------------------------------------------------------

HOSTILE = {
    "empty.txt": b"",
    "white.txt": b" \n" * 1000,
    "random.txt": Random(1).randbytes(5_000),
    "nul.py": b"def f():\n    '''Doc.'''\n\0\n",
    "deep.py": b"x = " + b"(" * 10_000 + b")" * 10_000,
    "minus.py": b"x = " + b"-" * 10_000 + b"1",
    "dots.py": b"x = a" + b".b" * 20_000,
    "sum.py": b"x = " + b"1+" * 20_000 + b"1",
    "indent.py": b"".join(b" " * i + b"if x:\n" for i in range(2_000)),
    "coding.py": b"# coding: no-such-codec\n'''Doc.'''\n",
    "lies.py": b"# coding: utf-8\n'''Doc \xff.'''\n",
    "two.py": b"print 'old'\n",
    "deep.jsonl": b"[" * 100_000 + b"\n" + b'{"a":' * 100_000 + b"\n",
    "digits.jsonl": b'{"a":' + b"9" * 100_000 + b"}\n",
    "long.jsonl": b'{"a": "' + b"x" * 9_000_000 + b'"}\n',
    "columns.csv": b",".join(b"c%d" % i for i in range(1_000_000)) + b"\n1\n",
    "quote.csv": b'a,b\n1,"' + b"x,\n" * 1_000_000,
    "line.csv": b"a,b\n1," + b"x" * 3_000_000,
    "bad.csv": b"a,b\n" + b"".join(b"%d,w%d %s\n" % (i, i, b"x" * 300) for i in range(4_000)) + b"2,\xff\n",
    "fake.parquet": b"PAR1 nothing else PAR1",
    "cut.parquet": b"PAR1" + b"\0" * 100,
    "deep.html": b"<div>" * 100_000 + b"deep" + b"</div>" * 100_000,
    "angles.html": b"<" * 50_000,
    "comment.html": b"<!--" * 50_000,
    "declaration.html": b"<![if x" * 1_000,
    "attributes.html": b"<p " + b"a=1 " * 50_000 + b">words</p>",
    "brackets.md": b"[" * 20_000,
    "quotes.md": b">" * 50_000 + b"x",
    "stars.md": b"*a **b " * 5_000,
    "front.md": b"---\na: b\n" + b"x\n" * 10_000,
}  # fmt: skip


def test_hostile_files_are_told_and_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr("repairloop.sources.files.SECONDS", 0.5)
    monkeypatch.setattr(reading, "TOLD", 1_000)
    for name, content in HOSTILE.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "zz.txt").write_text("The last is read.")
    started = time.perf_counter()
    chunks, told = read(tmp_path)
    assert time.perf_counter() - started < 60
    assert chunks[-1].text == "The last is read."
    told_of = [name for name in HOSTILE if any(f"/{name}" in line for line in told)]
    assert len(told) == len(told_of) + any("left out" in line for line in told), told
    harmless = {"minus.py", "dots.py", "sum.py", "deep.html", "attributes.html", "stars.md", "quotes.md", "front.md",
                "brackets.md", "angles.html", "comment.html", "declaration.html"}  # fmt: skip
    assert set(HOSTILE) - set(told_of) <= harmless


def test_what_is_no_regular_file_is_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    os.symlink("/dev/zero", tmp_path / "device.txt")
    os.symlink(tmp_path, tmp_path / "loop")
    os.symlink("self.txt", tmp_path / "self.txt")
    os.symlink("gone", tmp_path / "dangling.txt")
    (tmp_path / "new\nline\x1b[31m.txt").write_text("Odd name.")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("Odder name.")
    deep = tmp_path
    for _ in range(60):
        deep = deep / ("d" * 30)
    deep.mkdir(parents=True)
    (deep / "bottom.txt").write_text("Deep down.")
    chunks, told = read(tmp_path)
    assert sorted(c.text for c in chunks) == ["Deep down.", "Odd name.", "Odder name."]
    assert len(told) == 4
    assert sum("not a regular file" in line for line in told) == 2
    assert read(tmp_path / "pipe.txt")[1] == [f"passed over {tmp_path / 'pipe.txt'}: not a regular file"]


def test_huge_files_are_streamed_or_told_in_little_memory(tmp_path):
    for name, begin, end in (("line.txt", b"", b""), ("rows.jsonl", b'{"a": "', b'"}\n{"a": "short"}\n')):
        with open(tmp_path / name, "wb") as file:
            file.write(begin)
            for _ in range(70):
                file.write(b"x" * 2**20)
            file.write(end)
    for name in ("a.html", "a.py", "a.pdf", "a.md"):
        with open(tmp_path / name, "wb") as file:
            file.write(b"words ")
            file.truncate(2**33)
    next(read_sources(None, print))  # loads what is loaded once
    tracemalloc.start()
    chunks, told = read(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * 2**20
    assert [c.meta["rows"] for c in chunks] == [[{"a": "short"}]]
    assert len(told) == 6
