"""Large numbers are read in threes."""

import pytest
from django.utils.translation import override

from firesafety.numbers import grouped


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("vi", 1_000_008, "1.000.008"),
        ("en", 1_000_008, "1,000,008"),
        ("vi", 999, "999"),
        ("vi", 0, "0"),
        ("vi", -1_204, "-1.204"),
    ],
)
def test_a_count_is_grouped_as_its_reader_writes_it(language, count, words):
    with override(language):
        assert grouped(count) == words
