"""What we say of documents: that one follows, and why there is none."""

from collections.abc import Sequence

from storage.messages import Card

_MB = 1 << 20


def following(name: str, lines: Sequence[str] = ()) -> Card:
    """Return the words beside a document that is sent with them."""
    return Card(f"已生成：{name}", lines=(*lines, "文件随后发出，点开即可查看、转发。"))


def too_large(name: str, size: int, most: int) -> Card:
    """Return why a document is not sent: the platform takes none of its size (both in bytes)."""
    return Card(
        f"文件太大，发不了：{name}",
        lines=(f"这份文件有 {size / _MB:.1f} MB，企业微信最多只收 {most / _MB:g} MB。",),
        hints=("请缩小范围再要一次，例如按乡镇、按月分开；要全部的，请管理员在服务器上导出。",),
    )


def not_arrived(name: str, reason: str) -> Card:
    """Return the note to whoever waits for a file that it will not come."""
    return Card(f"文件没有发成：{name}", facts=(("原因", reason),), hints=("请再要一次；还是不行，请联系管理员。",))
