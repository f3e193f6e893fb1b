"""What may be kept as a recording: told by content; other kinds and what is cut are refused."""

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.recording.choices import Kind, Media
from gongjian.recording.containers import BadRecording, Content, content_of
from gongjian.recording.ranges import Unsatisfiable, stretch
from gongjian.recording.testing import box, jpeg, movie, mp3, wav

# ID3 with a size of 20 bytes.
TAG = b"ID3\x04\x00\x00\x00\x00\x00\x14" + bytes(20)
# An `mdat` with its length in 64 bits, as devices write that record for hours.
LARGE = movie()[: -len(box(b"mdat", b"picture"))] + (
    b"\0\0\0\x01mdat" + (16 + 7).to_bytes(8, "big") + b"picture"
)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (movie(3), Content(Kind.VIDEO, Media.MP4, 3)),
        (movie(61, b"soun"), Content(Kind.AUDIO, Media.MP4, 61)),
        (LARGE, Content(Kind.VIDEO, Media.MP4, 3)),
        (wav(2), Content(Kind.AUDIO, Media.WAV, 2)),
        (mp3(), Content(Kind.AUDIO, Media.MP3, 3)),
        (TAG + mp3(), Content(Kind.AUDIO, Media.MP3, 3)),
        (jpeg(), Content(Kind.PHOTO, Media.JPG, 0)),
    ],
)
def test_recordings_are_known_by_their_content(content: bytes, found: Content) -> None:
    assert content_of(io.BytesIO(content)) == found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00" + bytes(100), "只收"),
        (b"\x1aE\xdf\xa3webm" + bytes(100), "只收"),
        (b"<html><video></html>", "只收"),
        (movie()[:-3], "不完整"),
        (box(b"ftyp", b"isom\0\0\0\0isom") + box(b"mdat", b"x"), "不完整"),
        (movie(handler=b"text"), "既没有画面"),
        (movie(0), "多长时间"),
        (wav(2)[:-100], "不完整"),
        (wav(0), "多长时间"),
        (jpeg(size=(400, 300))[:-200], "不完整"),
        (TAG + b"no sound", "只收"),
    ],
)
def test_what_is_no_whole_recording_is_refused_with_advice(content: bytes, said: str) -> None:
    with pytest.raises(BadRecording, match=said) as refused:
        content_of(io.BytesIO(content))

    assert "请" in str(refused.value)


@given(
    st.binary(max_size=300),
    st.sampled_from([movie()[:40], movie()[:60], wav(0)[:40], mp3(1), TAG, b"\xff\xd8\xff", b""]),
)
def test_nothing_thrown_at_it_breaks_it(noise: bytes, head: bytes) -> None:
    with contextlib.suppress(BadRecording):
        assert content_of(io.BytesIO(head + noise)).media in Media.values


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("bytes=0-", (0, 40)),
        ("bytes=0-0", (0, 1)),
        ("bytes=90-", (90, 10)),
        ("bytes=99-99", (99, 1)),
        ("bytes=50-1000", (50, 40)),
        ("bytes=-5", (95, 5)),
        ("bytes=-1000", (0, 40)),
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-3", None),
        ("bytes=a-b", None),
    ],
)
def test_a_stretch_is_what_was_asked_for_and_not_too_much_at_once(
    asked: str, sent: tuple[int, int] | None
) -> None:
    assert stretch(asked, 100, 40) == sent


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_what_lies_beyond_the_end_is_refused(asked: str) -> None:
    with pytest.raises(Unsatisfiable):
        stretch(asked, 100, 40)
