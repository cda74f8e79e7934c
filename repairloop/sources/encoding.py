"""Bytes to text: UTF-8, what a byte-order mark says, else a guess from what the bytes look like.

    b"caf\\xc3\\xa9"  →  utf-8          b"caf\\xe9 au lait …"  →  a guess, cp1252
    b"\\x00\\x01…"    →  binary         UTF-8 with some bytes spoilt  →  mis-encoded

The first MiB decides. A file is then decoded strictly and as a stream, so one that breaks the encoding later on gives
what comes before. A guess can be wrong: one-byte encodings differ in a few letters only. UTF-16 without its mark
counts as binary.
"""

from __future__ import annotations

import codecs
import importlib
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from repairloop.sources.chunks import Source, Unreadable
from repairloop.sources.files import open_regular, refuse_huge

BLOCK: Final = 2**20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CONTROLS = bytes(set(range(32)) - set(b"\b\t\n\f\r\x1b"))
_GUESSES = [
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip


def encoding_of(head: bytes, *, whole: bool) -> str:
    """The encoding of a file that begins with `head`; `Unreadable` where it is not text."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if b"\0" in head or len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 100:
        raise Unreadable("binary")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, whole)
        return "utf-8"
    except UnicodeDecodeError:
        lenient = head.decode("utf-8", "replace")
    spoilt = lenient.count("\ufffd")
    if spoilt * 2 <= sum(c > "\x7f" for c in lenient):
        raise Unreadable(f"mis-encoded: UTF-8 but for {spoilt} of its first characters")
    return _guess(head)


def _guess(head: bytes) -> str:
    try:
        guesser = importlib.import_module("charset_normalizer")
    except ImportError:
        raise Unreadable("mis-encoded: not UTF-8 (pip install charset-normalizer to have it guessed)") from None
    sample = head[:65536]
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    best = guesser.from_bytes(sample, steps=5, chunk_size=512, cp_isolation=_GUESSES).best()
    if best is None:
        raise Unreadable("mis-encoded: not UTF-8, nor any usual encoding")
    return str(best.encoding)


def blocks(source: Source) -> Iterator[str]:
    """The file's text in blocks, line ends as `\\n`; memory for one block, however long the file or its lines."""
    with open_regular(source.path) as file:
        yield from decoded(file)


def decoded(file: BinaryIO) -> Iterator[str]:
    block = file.read(BLOCK)
    encoding = encoding_of(block, whole=len(block) < BLOCK)
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    read = 0
    while True:
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeError:
            raise Unreadable(f"mis-encoded: not {encoding} in its bytes {read:,} to {read + len(block):,}") from None
        yield text
        if not block:
            return
        read += len(block)
        block = file.read(BLOCK)


def whole(source: Source) -> str:
    """The file's text, if it is not huge."""
    refuse_huge(source.path.stat().st_size)
    parts, length = [], 0
    for block in blocks(source):
        parts.append(block)
        length += len(block)
        refuse_huge(length)
    return "".join(parts)
