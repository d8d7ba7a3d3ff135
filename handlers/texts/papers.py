"""What we say of documents: that one follows, and why there is none."""

from collections.abc import Sequence

from storage.messages import Card

_MB = 1 << 20
_BESIDE = "文件另发一条，点开即可查看、转发。"


def following(name: str, lines: Sequence[str] = ()) -> Card:
    """Return the words beside a document that is sent with them."""
    return Card(f"已生成：{name}", lines=(*lines, _BESIDE))


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


def drafts_following(names: Sequence[str]) -> Card:
    """Return the words beside official documents: what they are until somebody has signed them."""
    drafts = "这是草稿：文号留空，请核对、编号、签字盖章后再送达，一式二份。"
    if len(names) == 1:
        return following(names[0], (drafts,))
    return Card(f"已生成{len(names)}份文书", lines=(*names, drafts, _BESIDE))


def file_name(kind: str, unit: str, about: Sequence[str]) -> str:
    """Return what a document is called; `about` are the hazards or the code of a visit."""
    which = about[0] if len(about) == 1 else f"{about[0]}等{len(about)}条"
    return f"{kind}-{unit}-{which}.docx"


def offered(number: int, kinds: Sequence[str]) -> str:
    """Return how one gets a document about the hazard; `kinds` are those that there are, at least one."""
    others = f"（还有：{'、'.join(kinds[1:])}）" if kinds[1:] else ""
    return f"要文书发：{kinds[0]} {number}{others}"


def which_one(kind: str) -> Card:
    """Return the question which hazard a document shall be about."""
    return Card(f"要哪一条隐患的{kind}？", hints=("回复编号即可，例如：12", "不办了请回“取消”"))


def several_units(numbers: Sequence[str]) -> Card:
    """Return why no notice is made: it goes to one unit."""
    return Card(
        "这几条隐患不是同一个单位的，没有开",
        lines=("整改通知书送达给一个单位，请按单位分开要。",),
        hints=(f"例如发：整改通知书 {numbers[0]}",),
    )


def too_many(kind: str, most: int) -> Card:
    """Return why so many documents are not made at once."""
    return Card(f"一次最多开{most}份{kind}", hints=("请分几次要。",))


def void(number: int, kind: str) -> Card:
    """Return why there is no document about a hazard that was made void."""
    return Card(f"{number}号已作废，不开{kind}", hints=(f"查看发：{number}号",))


def no_extension(number: int) -> Card:
    """Return that nobody has asked for a later deadline."""
    return Card(
        f"{number}号没有延期申请，开不了延期审批意见",
        hints=(f"申请延期发：延期 {number} 到12月5日 原因：… 措施：…",),
    )


def not_submitted(number: int) -> Card:
    """Return that there is nothing to accept yet."""
    return Card(f"{number}号还没有报整改完成，开不了验收意见书", hints=(f"整改好后发：整改完成 {number}",))


def no_supervision(number: int) -> Card:
    """Return that the hazard is not supervised by name."""
    return Card(f"{number}号没有挂牌督办，开不了挂牌督办通知书", hints=(f"查看发：{number}号",))


def no_visit(code: str) -> Card:
    """Return what is said where there is no such visit, or none that the asker may see: the two look alike."""
    return Card(f"没有查到检查 {code}", lines=("请核对编号；也可能不在您的管辖范围内。",))


def template_wrong(kind: str, why: str) -> Card:
    """Return why a document could not be made, in the words of the check of its template."""
    return Card(
        f"{kind}没有做成：模板有问题",
        lines=(f"{why}。",),
        hints=("请管理员改好模板后再要一次，不用重启。",),
        is_warning=True,
    )
