"""Downloaded tables, read back."""

import csv
import io


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig"))))
