"""Walking what the user names: order, names, archives, and what may not be read."""

from __future__ import annotations

import os
import pickle
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_miner.readers import Limits, ReadError, Source, Unreadable, discover, read
from report_miner.readers.archives import member_name

from .makers import SENTENCE, docx, paragraph, zip_of

TEXT = SENTENCE.encode()


def put(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        file = folder / name.replace("__", "/").replace("_dot_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def paths(found: list[Source | Unreadable]) -> list[str]:
    return [item.path for item in found]


def kinds(found: list[Source | Unreadable]) -> list[str]:
    return [item.issue.kind if isinstance(item, Unreadable) else "" for item in found]


def test_a_folder_is_walked_in_order_with_paths_relative_to_it(tmp_path: Path) -> None:
    put(tmp_path, 乙__b_dot_txt=TEXT, 甲_dot_txt=TEXT, 乙__a_dot_txt=TEXT)
    found = list(discover([tmp_path]))
    assert paths(found) == sorted(["乙/a.txt", "乙/b.txt", "甲.txt"])
    assert all(isinstance(item, Source) and item.load() == TEXT and item.size == len(TEXT) for item in found)


def test_a_single_file_is_shown_by_its_name(tmp_path: Path) -> None:
    put(tmp_path, 深__处__报告_dot_txt=TEXT)
    assert paths(list(discover([tmp_path / "深/处/报告.txt"]))) == ["报告.txt"]


def test_hidden_files_lock_files_thumbnails_and_readmes_are_passed_over(tmp_path: Path) -> None:
    for name in (".git/a.txt", ".DS_Store", "~$报告.docx", "Thumbs.db", "README.zh-CN.md", "__MACOSX/a.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(TEXT)
    assert paths(list(discover([tmp_path]))) == ["a.txt"]


def test_the_order_of_arguments_changes_nothing(tmp_path: Path) -> None:
    put(tmp_path, x__a_dot_txt=TEXT, y__b_dot_txt=TEXT)
    assert list(discover([tmp_path / "x", tmp_path / "y"])) == list(discover([tmp_path / "y", tmp_path / "x"]))


def test_the_same_file_given_twice_comes_once(tmp_path: Path) -> None:
    put(tmp_path, x__a_dot_txt=TEXT)
    assert len(list(discover([tmp_path, tmp_path / "x", tmp_path / "x/a.txt"]))) == 1


def test_equal_paths_of_two_roots_take_the_root_in_front(tmp_path: Path) -> None:
    put(tmp_path, 甲县__报告_dot_txt=TEXT, 乙县__报告_dot_txt=TEXT, 乙县__另_dot_txt=TEXT)
    assert paths(list(discover([tmp_path / "甲县", tmp_path / "乙县"]))) == sorted(
        ["甲县/报告.txt", "乙县/报告.txt", "另.txt"]
    )


def test_roots_of_the_same_name_take_as_much_of_their_path_as_it_needs(tmp_path: Path) -> None:
    put(tmp_path, 一__报__a_dot_txt=TEXT, 二__报__a_dot_txt=TEXT)
    assert paths(list(discover([tmp_path / "一/报", tmp_path / "二/报"]))) == sorted(["一/报/a.txt", "二/报/a.txt"])


def test_a_missing_path_is_told(tmp_path: Path) -> None:
    (only,) = discover([tmp_path / "没有.txt"])
    assert isinstance(only, Unreadable)
    assert only.issue.kind == "missing"
    assert "没有.txt" in only.issue.message


def test_no_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a stand-in, because the superuser may read everything."""
    put(tmp_path, a_dot_txt=TEXT)
    (source,) = discover([tmp_path])
    assert isinstance(source, Source)

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", deny)
    assert kinds(list(discover([tmp_path]))) == ["no_permission"]
    with pytest.raises(ReadError) as caught:
        read(source)
    assert caught.value.issue.kind == "no_permission"


def test_a_folder_without_permission_is_told_and_the_rest_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, 密__a_dot_txt=TEXT, b_dot_txt=TEXT)
    scan = os.scandir

    def deny(folder: os.PathLike[str]) -> object:
        if Path(folder).name == "密":
            raise PermissionError(13, "denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", deny)
    found = list(discover([tmp_path]))
    assert dict(zip(paths(found), kinds(found), strict=True)) == {"b.txt": "", "密": "no_permission"}


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, x__a_dot_txt=TEXT)
    (tmp_path / "x/again").symlink_to(tmp_path)
    assert paths(list(discover([tmp_path]))) == ["x/a.txt"]


def test_a_file_that_vanishes_before_it_is_read_is_missing(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt=TEXT)
    (source,) = discover([tmp_path])
    (tmp_path / "a.txt").unlink()
    assert isinstance(source, Source)
    with pytest.raises(ReadError) as caught:
        source.load()
    assert caught.value.issue.kind == "missing"


def test_sources_and_errors_pass_between_processes(tmp_path: Path) -> None:
    put(tmp_path, a_dot_zip=zip_of({"空.txt": b""}))
    (source,) = discover([tmp_path])
    assert isinstance(source, Source)
    assert pickle.loads(pickle.dumps(source)) == source
    with pytest.raises(ReadError) as caught:
        read(source)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.issue == caught.value.issue
    assert str(again) == caught.value.issue.message


# ------------------------------------------------------------------ archives


def test_members_are_sources_of_their_own(tmp_path: Path) -> None:
    put(tmp_path, a_dot_zip=zip_of({"b.txt": TEXT, "夹/c.docx": docx(paragraph(SENTENCE)), "夹/.hidden": b"x"}))
    found = list(discover([tmp_path]))
    assert paths(found) == ["a.zip/b.txt", "a.zip/夹/c.docx"]
    assert [read(item).text for item in found if isinstance(item, Source)] == [SENTENCE, SENTENCE]
    assert [read(item).path for item in found if isinstance(item, Source)] == paths(found)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_member_names_are_legible_whatever_wrote_them(tmp_path: Path, encoding: str) -> None:
    name = "某县2023年绩效报告.txt"
    # zipfile cannot write such names: give it placeholders of the same length, then put the bytes in.
    raw = name.encode(encoding)
    data = zip_of({"N" * len(raw): TEXT}).replace(b"N" * len(raw), raw)
    put(tmp_path, a_dot_zip=data)
    (only,) = discover([tmp_path])
    assert only.path == f"a.zip/{name}"
    assert isinstance(only, Source)
    assert read(only).text == SENTENCE


def test_file_names_written_under_gbk_are_legible(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode("某县报告.txt".encode("gb18030"))).write_bytes(TEXT)
    (only,) = discover([tmp_path])
    assert only.path == "某县报告.txt"
    assert isinstance(only, Source)
    assert read(only).text == SENTENCE


@settings(deadline=None)
@given(st.text(alphabet="甲乙丙县区市财政局报告年度绩效管理", min_size=2, max_size=12))
def test_gb18030_names_survive_the_wrong_code_page(name: str) -> None:
    info = zipfile.ZipInfo(name.encode("gb18030").decode("cp437"))
    info.flag_bits = 0
    assert member_name(info) == name


@pytest.mark.parametrize("name", ["../出.txt", "夹/../../出.txt", "/etc/出.txt", "..\\出.txt", "C:/出.txt"])
def test_members_that_point_outside_are_refused_and_the_rest_read(tmp_path: Path, name: str) -> None:
    put(tmp_path, a_dot_zip=zip_of({name: TEXT, "好.txt": TEXT}))
    found = list(discover([tmp_path]))
    assert sorted(kinds(found)) == ["", "unsafe_member"]
    assert "重新打包" in next(item for item in found if isinstance(item, Unreadable)).issue.message


def test_a_zip_within_a_zip_is_opened_and_a_third_refused(tmp_path: Path) -> None:
    inner = zip_of({"c.txt": TEXT})
    put(
        tmp_path, a_dot_zip=zip_of({"b.zip": inner, "d.zip": zip_of({"e.zip": inner, "f.docx": docx(paragraph("甲"))})})
    )
    found = list(discover([tmp_path]))
    assert paths(found) == ["a.zip/b.zip/c.txt", "a.zip/d.zip/e.zip", "a.zip/d.zip/f.docx"]
    assert kinds(found) == ["", "nested_too_deep", ""]
    assert isinstance(found[0], Source)
    assert read(found[0]).text == SENTENCE


def test_a_bomb_member_is_refused_by_its_ratio(tmp_path: Path) -> None:
    put(tmp_path, a_dot_zip=zip_of({"弹.txt": b"0" * 30_000_000, "好.txt": TEXT}))
    found = list(discover([tmp_path]))
    assert dict(zip(paths(found), kinds(found), strict=True)) == {"a.zip/好.txt": "", "a.zip/弹.txt": "zip_bomb"}


@pytest.mark.parametrize("limits", [Limits(max_unpacked=1_000), Limits(max_members=5)])
def test_an_archive_beyond_the_limits_is_refused_whole(tmp_path: Path, limits: Limits) -> None:
    put(tmp_path, a_dot_zip=zip_of({f"{n}.txt": TEXT for n in range(40)}))
    assert kinds(list(discover([tmp_path], limits))) == ["zip_bomb"]


def test_an_office_file_that_unpacks_like_a_bomb_is_refused(tmp_path: Path) -> None:
    put(tmp_path, a_dot_docx=docx(paragraph("甲" + " " * 30_000_000)))
    (source,) = discover([tmp_path])
    assert isinstance(source, Source)
    with pytest.raises(ReadError) as caught:
        read(source)
    assert caught.value.issue.kind == "zip_bomb"


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    data = bytearray(zip_of({"a.txt": TEXT}))
    for marker, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(marker) + offset] |= 1
    put(tmp_path, a_dot_zip=bytes(data))
    assert kinds(list(discover([tmp_path]))) == ["encrypted"]


def test_a_cut_archive_is_told(tmp_path: Path) -> None:
    put(tmp_path, a_dot_zip=zip_of({"a.txt": TEXT})[:-30])
    assert kinds(list(discover([tmp_path]))) == ["truncated"]


def test_an_empty_archive_is_told(tmp_path: Path) -> None:
    put(tmp_path, a_dot_zip=zip_of({}))
    assert kinds(list(discover([tmp_path]))) == ["empty_file"]


def test_a_damaged_member_is_told_when_it_is_read(tmp_path: Path) -> None:
    data = zip_of({"a.txt": TEXT}, zipfile.ZIP_STORED).replace("评审".encode(), "某某".encode(), 1)
    put(tmp_path, a_dot_zip=data)
    (source,) = discover([tmp_path])
    assert isinstance(source, Source)
    with pytest.raises(ReadError) as caught:
        read(source)
    assert caught.value.issue.kind == "truncated"


def test_a_file_over_the_limit_is_refused_without_being_loaded(tmp_path: Path) -> None:
    """A sparse file of 300 MB: nothing is read of it but its beginning."""
    file = tmp_path / "大.txt"
    with file.open("wb") as stream:
        stream.truncate(300 * 1024 * 1024)
    (source,) = discover([tmp_path])
    assert isinstance(source, Source)
    with pytest.raises(ReadError) as caught:
        read(source)
    assert caught.value.issue.kind == "too_large"
    assert "314.6 MB" in caught.value.issue.message


def test_an_archive_may_be_larger_than_any_one_of_its_members(tmp_path: Path) -> None:
    put(tmp_path, a_dot_zip=zip_of({f"{n}.txt": TEXT for n in range(9)}, zipfile.ZIP_STORED))
    limits = Limits(max_bytes=2 * len(TEXT))
    found = list(discover([tmp_path], limits))
    assert kinds(found) == [""] * 9
    assert all(isinstance(item, Source) and read(item, limits).text == SENTENCE for item in found)


def test_a_lowered_limit_holds_for_bytes_too(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt=TEXT)
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "a.txt", Limits(max_bytes=10))
    assert caught.value.issue.kind == "too_large"
