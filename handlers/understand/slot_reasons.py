"""Find why a limit cannot be kept or a mended hazard is not accepted, in the words of the message; pure."""

import re
from collections.abc import Mapping

_PIECE = re.compile(r"[^，。；！？\s:、]+")
_STATED = re.compile(r"(?:原因|理由|问题|说明)(?:是|为|:|说明:)\s*([^，。；\s]{3,})")
_BECAUSE = re.compile(r"(?:因为|由于|因)(?!此)([^，。；]{3,})")
_AHEAD = re.compile(
    r"^(?:因为|由于|因|主要是|就是|喂[^，]{0,4}?啊|领导|到现场一?看|不是我说你们|那个|那条|这个|[你恁您]?(?:那个|这个)?#?\d+号?(?:隐患|那个|这个|的)?(?:就是|因为|因|主要)?|隐患\d+|理由|原因|这两天(?=下)|最近|这天儿?|昨天|我?今天(?:去)?看了?|你看|恁看|我去看了?|复查了?)"
)
_BEHIND = re.compile(
    r"(?:你看|恁看|您看|能不能|申请|想(?:再|给|往)|所以|就?给他?退|但是这?|这不算|这个不|不算完|你们?给|恁给|要不|这个月肯定|肯定弄|这个我).*$|(?:啊|哩|呢|了吧)$"
)
_NO_REASON = re.compile(
    r"^(?:差一?点|.{0,3}别急着销|.{0,6}(?:不能|没法)[^，]{0,4}签.{0,3}|原来.*|没有?(?:弄|改)好|不是改好了吗|先不销|.{0,2}先别来|看照片不错|退给.*|不认可|这也?(?:叫|算)(?:整改|改好|改完)|重新.{0,6}|重[拍改弄整]|.{0,6}(?:之?前|内)(?:改|弄|整改).{0,4}|#?\d+号?.{0,2}|隐患\d+|编号.{0,6}|YH[\d-]+|(?:#?\d+号?)?整改(?:完成|完毕|好了?)|.{0,4}(?:今天|昨天)?(?:去)?(?:看|瞅|复查|核查|验收)(?:了|过|意见|结论|结果)?|再.{0,6}|.{0,8}不能?算完?|.{0,9}(?:不行|不中|不照)|验收|复查|改了一半)$"
)
_TOLD = re.compile(r"^.*(?:看了说|说那个|看了|说是|发现|说)|(?:这|还是)?(?:不行|不中)?(?:啊|的话)?$")
_ASKS = re.compile(
    r"^[到至][^，。]{0,10}$|延|缓(?!解)|宽限|推[到至后迟]|往后|再给|行不行|中不|能不能|行不|弄不|改不|搞不|来不及|完不成|没动|申请|期限|装不上|再(?:改|弄|拆|换|修|拾掇)|领导|你好|^.{0,3}号$"
)


def reason_in(text: str, intent: str, slots: Mapping[str, re.Pattern[str]]) -> str | None:
    """Return the piece of evened-out `text` that says why, None where no piece does.

    What is marked as the reason goes first, then a piece with a word of causes (extension_request), else the
    longest that is neither verdict nor wish.
    """
    if match := _STATED.search(text):
        return match[1]
    if intent == "extension_request" and (match := _BECAUSE.search(text)):
        return _trimmed(match[1])
    pieces = [piece for piece in _PIECE.findall(text) if len(piece) >= 3]
    if intent == "extension_request":
        others = [piece for piece in pieces if not _ASKS.search(piece)]
        causes = [piece for piece in others if slots["cause"].search(piece)]
        wordy = [piece for piece in pieces if slots["cause"].search(piece)]
        found = next(iter(causes), None) or max(others, key=len, default=None) or next(iter(wordy), None)
    else:
        others = [piece for piece in pieces if not slots["verdict"].search(piece) and not _NO_REASON.search(piece)]
        found = max(others, key=len, default=None) or _behind_verdict(text, slots) or _within(pieces, slots)
    return _trimmed(found) if found else None


def _trimmed(piece: str) -> str | None:
    before = None
    while piece != before:
        before, piece = piece, _AHEAD.sub("", piece)
    piece = _BEHIND.sub("", piece)
    return piece if len(piece) >= 3 else None


def _behind_verdict(text: str, slots: Mapping[str, re.Pattern[str]]) -> str | None:
    match = slots["verdict"].search(text)
    behind = text[match.end() :].strip("，。:； ") if match else ""
    return behind if len(behind) >= 3 and not _NO_REASON.search(behind) and len(behind) < 20 else None


def _within(pieces: list[str], slots: Mapping[str, re.Pattern[str]]) -> str | None:
    """Return the part before the verdict of a message without commas."""
    longest = max(pieces, key=len, default="")
    match = slots["verdict"].search(longest)
    ahead = _trimmed(_TOLD.sub("", longest[: match.start()])) if match else None
    return ahead if ahead and len(ahead) >= 4 else None
