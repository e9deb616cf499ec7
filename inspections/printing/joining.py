"""Several of our documents as one, object by object: memory does not grow with their pages.

Libraries that join PDF build the whole result in memory first. Ours need not: the documents come
from our own writer, so each has a plain table of where its objects stand, and joining is copying
the objects under other numbers. The page trees hang below a new root as they are, and the lines
of the outlines are chained.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import BinaryIO

from inspections.printing.joining_parts import NotJoinable, Part, move_references, read_part

OpenPart = Callable[[], AbstractContextManager[BinaryIO]]


def join_documents(out: BinaryIO, parts: Sequence[OpenPart]) -> None:
    """Write one document with the pages of all ``parts``, in order, to ``out``.

    Each is opened twice, one at a time. ``out`` needs ``write`` only. Title, subject and language
    are those of the first. The same parts give the same bytes. Raises NotJoinable for a document
    that another program wrote, and for no document at all.
    """
    read: list[Part] = []
    for opener in parts:
        with opener() as file:
            read.append(read_part(file, base=read[-1].next_base if read else 0))
    if not read:
        raise NotJoinable("there is nothing to join")
    joiner = _Joiner(out, read)
    for place, opener in enumerate(parts):
        with opener() as file:
            joiner.copy(place, file)
    joiner.finish()


class _Joiner:
    """The joined document in the making. Its own objects are numbered after those of all parts."""

    def __init__(self, out: BinaryIO, parts: Sequence[Part]) -> None:
        self._out = out
        self._parts = parts
        last = parts[-1].next_base
        self._pages, self._outlines, self._catalog = last + 1, last + 2, last + 3
        # Where object n stands, at n; 0 for those that are left out.
        self._offsets = array("Q", bytes(8 * (last + 4)))
        self._written = 0
        self._digest = hashlib.sha256()
        self._add(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def copy(self, place: int, file: BinaryIO) -> None:
        """Copy what the part at ``place`` holds, but for what the whole has of its own."""
        part = self._parts[place]
        left_out = {part.catalog, part.outlines} | ({part.info} if place else set())
        links = self._links(place)
        for number, head, stream in part.objects(file):
            if number not in left_out:
                moved = move_references(head, base=part.base, own={part.outlines: self._outlines})
                if number in links:
                    moved = moved.replace(b"<<", b"<<\n" + links[number], 1)
                self._add_object(part.base + number, moved + stream)

    def finish(self) -> None:
        """Write what holds the parts together, and the table of where everything stands."""
        lines = [part for part in self._parts if part.outline_length]
        first = self._parts[0]
        kids = b" ".join(b"%d 0 R" % (part.base + part.pages) for part in self._parts)
        count = sum(part.page_count for part in self._parts)
        self._add_object(
            self._pages, b"<< /Type /Pages /Count %d /Kids [ %s ] >>\n" % (count, kids)
        )
        outlines = b""
        if lines:
            ends = lines[0].base + lines[0].outline_first, lines[-1].base + lines[-1].outline_last
            length = sum(part.outline_length for part in lines)
            body = b"<< /Type /Outlines /Count %d /First %d 0 R /Last %d 0 R >>\n"
            self._add_object(self._outlines, body % (length, *ends))
            outlines = b" /Outlines %d 0 R" % self._outlines
        body = b"<< /Type /Catalog /Pages %d 0 R /PageMode /UseNone%s%s >>\n"
        self._add_object(self._catalog, body % (self._pages, outlines, first.language))
        self._write_table(first.base + first.info)

    def _links(self, place: int) -> dict[int, bytes]:
        """Per object of a part, what ties it to the whole and to the neighbouring parts."""
        part = self._parts[place]
        links = {part.pages: b"/Parent %d 0 R " % self._pages}
        if not part.outline_length:
            return links
        before = [other for other in self._parts[:place] if other.outline_length]
        after = [other for other in self._parts[place + 1 :] if other.outline_length]
        if before:
            last = before[-1].base + before[-1].outline_last
            links[part.outline_first] = b"/Prev %d 0 R " % last
        if after:
            following = after[0].base + after[0].outline_first
            known = links.get(part.outline_last, b"")
            links[part.outline_last] = known + b"/Next %d 0 R " % following
        return links

    def _add_object(self, number: int, body: bytes) -> None:
        self._offsets[number] = self._written
        self._add(b"%d 0 obj\n%sendobj\n" % (number, body))

    def _add(self, content: bytes) -> None:
        self._out.write(content)
        self._digest.update(content)
        self._written += len(content)

    def _write_table(self, info: int) -> None:
        start, size = self._written, len(self._offsets)
        self._add(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for offset in self._offsets[1:]:
            self._add(b"%010d 00000 n \n" % offset if offset else b"0000000000 65535 f \n")
        identity = self._digest.hexdigest()[:32].encode()
        self._add(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [ <%s> <%s> ] >>\n"
            b"startxref\n%d\n%%%%EOF\n" % (size, self._catalog, info, identity, identity, start)
        )
