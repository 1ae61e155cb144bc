"""What can be wrong with a file, each as one clear Chinese sentence that names the file and the remedy."""

from __future__ import annotations

from enum import StrEnum

from report_miner.model import Issue


class IssueKind(StrEnum):
    """Stable codes of reading issues; the message templates are in ``_MESSAGES``."""

    EMPTY_FILE = "empty_file"
    MISSING = "missing"
    NO_PERMISSION = "no_permission"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    TRUNCATED = "truncated"
    BINARY = "binary"
    UNSUPPORTED_FORMAT = "unsupported_format"
    NEEDS_CONVERSION = "needs_conversion"
    CONVERSION_FAILED = "conversion_failed"
    WRONG_EXTENSION = "wrong_extension"
    DAMAGED_CHARACTERS = "damaged_characters"
    NO_TEXT = "no_text"
    PAGE_WITHOUT_TEXT = "page_without_text"
    GARBLED_TEXT_LAYER = "garbled_text_layer"
    TEXT_INCOMPLETE = "text_incomplete"
    PAGE_UNREADABLE = "page_unreadable"
    TABLE_TOO_COMPLEX = "table_too_complex"
    XML_BOMB = "xml_bomb"
    ZIP_BOMB = "zip_bomb"
    UNSAFE_MEMBER = "unsafe_member"
    NESTED_TOO_DEEP = "nested_too_deep"
    TRUNCATED_MARKUP = "truncated_markup"


_MESSAGES: dict[IssueKind, str] = {
    IssueKind.EMPTY_FILE: "文件“{path}”是空的（0字节或只有空白），请重新报送。",
    IssueKind.MISSING: "找不到文件“{path}”，请核对路径。",
    IssueKind.NO_PERMISSION: "没有读取“{path}”的权限，请调整权限或另存到有权限的文件夹后再试。",
    IssueKind.UNREADABLE: "读取“{path}”时系统报错（{detail}），请检查磁盘或网络盘后再试。",
    IssueKind.TOO_LARGE: "文件“{path}”有{detail}，超过上限，请拆分后再报。",
    IssueKind.ENCRYPTED: "文件“{path}”已加密，请去除密码后另存再报。",
    IssueKind.TRUNCATED: "文件“{path}”不完整或已损坏（{detail}），请重新下载或重新报送。",
    IssueKind.BINARY: "文件“{path}”不是文本，也不是可识别的格式，请另存为docx、PDF或txt。",
    IssueKind.UNSUPPORTED_FORMAT: "文件“{path}”是{detail}。",
    IssueKind.NEEDS_CONVERSION: "文件“{path}”是{detail}，需先转换：请安装 LibreOffice 后重试，或另存为docx、xlsx。",
    IssueKind.CONVERSION_FAILED: "文件“{path}”用 LibreOffice 转换失败（{detail}），请用原软件另存为docx、xlsx后再报。",
    IssueKind.WRONG_EXTENSION: "文件“{path}”的扩展名与内容不符，已按{detail}读取，请更正扩展名。",
    IssueKind.DAMAGED_CHARACTERS: "文件“{path}”有{detail}处字符无法解码，请核对原文或另存为UTF-8。",
    IssueKind.NO_TEXT: "文件“{path}”里没有文字，请核对是否报错文件。",
    IssueKind.PAGE_WITHOUT_TEXT: "文件“{path}”{detail}没有文字层（扫描件或图片），需文字识别（OCR）后再报。",
    IssueKind.GARBLED_TEXT_LAYER: "文件“{path}”{detail}的文字层是乱码，看得见但取不出汉字，需文字识别（OCR）后再报。",
    IssueKind.TEXT_INCOMPLETE: "文件“{path}”{detail}的字体没有嵌入，有文字取不出来，请重新导出PDF并嵌入字体。",
    IssueKind.PAGE_UNREADABLE: "文件“{path}”{detail}已损坏、无法打开，请重新导出PDF。",
    IssueKind.TABLE_TOO_COMPLEX: "文件“{path}”{detail}的线条过多，未识别表格，请核对该页数字。",
    IssueKind.XML_BOMB: "文件“{path}”含有不允许的XML实体定义，可能是恶意文件，未读取，请用原软件另存后再报。",
    IssueKind.ZIP_BOMB: "压缩包“{path}”解压后过大或成员过多（{detail}），可能是恶意文件，未读取，请拆分后再报。",
    IssueKind.UNSAFE_MEMBER: "压缩包成员“{path}”的路径指向包外，未读取，请重新打包。",
    IssueKind.NESTED_TOO_DEEP: "压缩包“{path}”嵌套过深，未读取，请解压后再报。",
    IssueKind.TRUNCATED_MARKUP: "网页“{path}”嵌套过深，可能有内容未读到，请另存为docx或PDF后再报。",
}


def issue(kind: IssueKind, path: str, detail: str = "", page: int | None = None) -> Issue:
    """The issue of this ``kind`` about the file shown as ``path``; ``detail`` fills what the sentence leaves open."""
    return Issue(kind=kind.value, message=_MESSAGES[kind].format(path=path, detail=detail), page=page)


class ReadError(Exception):
    """A source that cannot become a ``Document``; ``issue`` says why and what to do."""

    def __init__(self, issue: Issue) -> None:
        # The only argument, so that the error survives pickling between worker processes.
        super().__init__(issue)
        self.issue = issue

    def __str__(self) -> str:
        return self.issue.message


def refuse(kind: IssueKind, path: str, detail: str = "") -> ReadError:
    """The error to raise when nothing can be read."""
    return ReadError(issue(kind, path, detail))


def megabytes(size: int) -> str:
    """A size in bytes as offices say it."""
    return f"{size / 1_000_000:.1f} MB"


def page_ranges(pages: list[int]) -> str:
    """``[3, 4, 5, 9]`` → ``第3—5页、第9页``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return "、".join(f"第{a}页" if a == b else f"第{a}—{b}页" for a, b in runs)
