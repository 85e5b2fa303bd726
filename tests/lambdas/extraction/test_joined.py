"""Several files are read as one."""

import io

from hypothesis import given
from hypothesis import strategies as st

from lambdas.extraction.joined import Joined


def joined(*contents: bytes) -> io.BufferedReader:
    return io.BufferedReader(Joined([io.BytesIO(content) for content in contents]), 4)


def test_files_are_read_one_after_the_other() -> None:
    assert joined(b"ab", b"", b"cde").read() == b"abcde"
    assert joined().read() == b""
    assert [*joined(b"a\nb", b"c\n")] == [b"a\n", b"bc\n"]


def test_its_size_is_known_and_it_can_be_read_again() -> None:
    file = joined(b"ab", b"cde")

    assert file.seek(0, io.SEEK_END) == 5
    assert file.read() == b""
    assert file.seek(1) == 1
    assert file.read(2) == b"bc"
    assert file.tell() == 3
    assert file.seek(-1, io.SEEK_CUR) == 2
    assert file.read() == b"cde"


@given(st.lists(st.binary(max_size=9), max_size=5), st.integers(0, 50), st.integers(0, 50))
def test_any_part_of_it_is_that_of_all_files(contents: list[bytes], start: int, size: int) -> None:
    whole = b"".join(contents)
    file = joined(*contents)
    file.seek(start)

    assert file.read(size) == whole[start : start + size]
