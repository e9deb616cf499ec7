"""Look at a kept photo byte by byte: is it one JPEG that holds a picture and nothing else?

After ITU-T T.81, annex B: a file is a row of segments, each opened by 0xFF and a marker and, but
for a few, told how long it is.
"""

from __future__ import annotations

from collections.abc import Iterator

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
# JFIF's own heading, quantisation and Huffman tables, baseline frame, restart interval, scan.
_ALLOWED = {0xE0: "JFIF", 0xDB: "DQT", 0xC4: "DHT", 0xC0: "SOF0", 0xDD: "DRI", _SOS: "SOS"}
_JFIF_LENGTH = 16  # with no room for a small copy of the picture


def photo_faults(data: bytes) -> list[str]:
    """What is in a kept photo that should not be; empty when it is nothing but a picture."""
    if data[:2] != bytes((0xFF, _SOI)):
        return ["does not begin as a JPEG"]
    return list(_faults(data))


def _faults(data: bytes) -> Iterator[str]:
    at = 2
    while at + 4 <= len(data):
        marker = data[at + 1]
        if data[at] != 0xFF:
            yield f"byte {at} begins no segment"
            return
        if marker == _EOI:
            break
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker not in _ALLOWED:
            yield f"segment {marker:#x} at byte {at}"
        if marker == 0xE0 and (length != _JFIF_LENGTH or data[at + 4 : at + 9] != b"JFIF\0"):
            yield "an application segment that is not the plain JFIF heading"
        at += 2 + length
        if marker == _SOS:
            at = _after_scan(data, at)
    if data[at : at + 2] != bytes((0xFF, _EOI)):
        yield "does not end as a JPEG"
    elif len(data) != at + 2:
        yield f"{len(data) - at - 2} bytes after the end"


def _after_scan(data: bytes, at: int) -> int:
    """Where the next segment begins: in a scan 0xFF is followed by 0 or a restart marker."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
            continue
        return at
