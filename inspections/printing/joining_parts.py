"""Reading a document of ours back, as far as joining needs: which object stands where."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

TAIL = 2048
TABLE_LINE = 20  # bytes, as the format lays down
# A text in brackets, in which numbers mean nothing, or a reference to an object.
_TEXT_OR_REFERENCE = re.compile(rb"\((?:\\.|[^\\()])*\)|\b(\d+) 0 R\b", re.DOTALL)
_STREAM = re.compile(rb">>\s*stream\r?\n")
_OBJECT = re.compile(rb"\s*\d+ 0 obj\s*")


class NotJoinable(ValueError):
    """A document that was not written the way ours are."""


@dataclass(frozen=True, slots=True)
class Part:
    """Where a document's objects stand. Its object n becomes ``base`` + n of the whole.

    ``offsets``: bytes from the start of the file, of object n at n - 1; ``end``: where the last
    one ends. The outline's fields are 0 in a document without one; ``language`` is its entry in
    the catalogue as it stands there.
    """

    base: int
    offsets: array[int]
    end: int
    catalog: int
    info: int
    pages: int
    page_count: int
    outlines: int
    outline_first: int
    outline_last: int
    outline_length: int
    language: bytes

    @property
    def next_base(self) -> int:
        """The base of the part that follows."""
        return self.base + len(self.offsets)

    def objects(self, file: BinaryIO) -> Iterator[tuple[int, bytes, bytes]]:
        """Number, dictionary and stream of each object, in the order in which they stand."""
        order = sorted(range(len(self.offsets)), key=self.offsets.__getitem__)
        for here, following in zip(order, [*order[1:], None], strict=True):
            start = self.offsets[here]
            end = self.end if following is None else self.offsets[following]
            file.seek(start)
            yield here + 1, *_split(file.read(end - start))


def read_part(file: BinaryIO, *, base: int) -> Part:
    """Find the objects of a document; raises NotJoinable where one of ours has something else."""
    tail_start = max(file.seek(0, 2) - TAIL, 0)
    file.seek(tail_start)
    tail = file.read()
    table = _number(rb"startxref\s+(\d+)", tail)
    file.seek(table)
    found = re.fullmatch(rb"xref\s+0 (\d+)\s+", file.readline() + file.readline())
    if not found:
        raise NotJoinable("no plain table of objects")
    lines = file.read(TABLE_LINE * int(found[1]))[TABLE_LINE:]
    offsets = array("Q", (int(lines[at : at + 10]) for at in range(0, len(lines), TABLE_LINE)))
    catalog_number = _number(rb"/Root (\d+) 0 R", tail)
    catalog = _dictionary(file, offsets, catalog_number)
    pages_number = _number(rb"/Pages (\d+) 0 R", catalog)
    outlines_number = _number(rb"/Outlines (\d+) 0 R", catalog, otherwise=0)
    outlines = _dictionary(file, offsets, outlines_number) if outlines_number else b""
    language = re.search(rb"/Lang \([a-zA-Z-]*\)", catalog)
    return Part(
        base=base,
        offsets=offsets,
        end=table,
        catalog=catalog_number,
        info=_number(rb"/Info (\d+) 0 R", tail),
        pages=pages_number,
        page_count=_number(rb"/Count (\d+)", _dictionary(file, offsets, pages_number)),
        outlines=outlines_number,
        outline_first=_number(rb"/First (\d+) 0 R", outlines, otherwise=0),
        outline_last=_number(rb"/Last (\d+) 0 R", outlines, otherwise=0),
        outline_length=_number(rb"/Count (\d+)", outlines, otherwise=0),
        language=b" " + language[0] if language else b"",
    )


def move_references(head: bytes, *, base: int, own: Mapping[int, int]) -> bytes:
    """A dictionary whose references name objects of the whole; ``own`` are those it replaces."""

    def moved(found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return found[0]
        named = int(found[1])
        return b"%d 0 R" % own.get(named, base + named)

    return _TEXT_OR_REFERENCE.sub(moved, head)


def _split(body: bytes) -> tuple[bytes, bytes]:
    """An object without its number, cut where its stream begins."""
    head = _OBJECT.match(body)
    if not head or not body.rstrip().endswith(b"endobj"):
        raise NotJoinable("an object is not where the table says")
    end = body.rindex(b"endobj")
    stream = _STREAM.search(body, head.end())
    cut = stream.start() if stream else end
    return body[head.end() : cut], body[cut:end]


def _dictionary(file: BinaryIO, offsets: array[int], number: int) -> bytes:
    """One of the few objects that are small and have no stream."""
    file.seek(offsets[number - 1])
    content = b""
    while b"endobj" not in content:
        block = file.read(4096)
        if not block:
            raise NotJoinable("an object has no end")
        content += block
    return content[: content.index(b"endobj")]


def _number(pattern: bytes, content: bytes, *, otherwise: int | None = None) -> int:
    found = re.search(pattern, content)
    if found:
        return int(found[1])
    if otherwise is None:
        raise NotJoinable(f"{pattern.decode()} is missing")
    return otherwise
