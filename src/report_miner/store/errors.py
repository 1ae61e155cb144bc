"""What can go wrong with a database, each as one sentence that an office can act on."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class StoreError(Exception):
    """A database cannot be used; the message is one Chinese sentence that names the file and the remedy."""


_SENTENCES = (
    (("locked", "busy"), "数据库 {path} 正被其他程序占用，已写入的内容完好，请关闭占用它的程序后重新运行本命令。"),
    (("full",), "数据库 {path} 所在磁盘已满，已写入的内容完好，请腾出空间后重新运行本命令。"),
    (("readonly", "read-only"), "数据库 {path} 没有写入权限，请检查文件和文件夹的权限，或用 --db 另选位置。"),
    (("unable to open",), "数据库 {path} 打不开，请检查文件夹是否存在、是否有读写权限。"),
    (("not a database", "malformed"), "文件 {path} 不是数据库或已损坏，请用 --db 另选文件，或从备份恢复。"),
    (("disk i/o",), "读写数据库 {path} 时磁盘出错，已提交的内容完好，请检查磁盘后重新运行本命令。"),
)


def explain(error: sqlite3.Error, path: str | Path) -> StoreError:
    """Turn SQLite's own words about the database at ``path`` into one sentence with the remedy."""
    said = str(error).lower()
    for words, sentence in _SENTENCES:
        if any(word in said for word in words):
            return StoreError(sentence.format(path=path))
    return StoreError(f"数据库 {path} 操作失败（{error}），已写入的内容完好，请核对文件后重试。")
