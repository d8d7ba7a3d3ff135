"""What may stand in the cells of the roster; every reader raises ValueError with the fault in Chinese."""

import re
import unicodedata
from urllib.parse import parse_qs, urlsplit

from handlers.papers.roster_sheets import ROLES, TYPES
from handlers.understand.responsibility import who
from storage.named_people import Named
from storage.vocabulary import Role, UnitType

_TYPE_BY_CUSTOM = {
    "局": UnitType.BUREAU,
    "县民政局": UnitType.BUREAU,
    "科室": UnitType.SECTION,
    "乡镇民政所": UnitType.TOWNSHIP,
    "民政办": UnitType.TOWNSHIP,
    "乡镇敬老院": UnitType.CARE_HOME,
    "养老院": UnitType.PRIVATE_CARE_HOME,
    "民办养老院": UnitType.PRIVATE_CARE_HOME,
    "老年公寓": UnitType.PRIVATE_CARE_HOME,
    "护理院": UnitType.PRIVATE_CARE_HOME,
    "养老服务中心": UnitType.PRIVATE_CARE_HOME,
    "幸福院": UnitType.DAY_CARE,
    "福利院": UnitType.WELFARE_HOME,
    "儿童福利院": UnitType.CHILDREN_HOME,
    "未保中心": UnitType.MINORS_PROTECTION,
    "精神卫生福利院": UnitType.MENTAL_WELFARE,
    "救助管理站": UnitType.RESCUE_STATION,
    "救助站": UnitType.RESCUE_STATION,
    "殡仪馆": UnitType.FUNERAL,
    "公墓": UnitType.FUNERAL,
    "殡葬机构": UnitType.FUNERAL,
    "其他": UnitType.OTHER,
}
_YES = frozenset({"是", "有", "√", "y", "yes", "true", "1"})
_NO = frozenset({"否", "无", "没有", "不", "×", "x", "n", "no", "false", "0"})
_PHONE = re.compile(r"1\d{10}|0\d{9,11}|[2-9]\d{6,7}|400\d{7}")
_KEY = re.compile(r"[A-Za-z0-9_-]{8,200}")
_MAX_HEADCOUNT = 100_000
_NOBODY = frozenset({"", "无", "空", "空缺", "待定", "/", "-"})


def words(text: str) -> str:
    """Return the text as it stands."""
    return text


def short_names(text: str) -> tuple[str, ...]:
    """Return the names between 、 or commas, each once, in their order."""
    return tuple(dict.fromkeys(name for part in re.split(r"[、，,；;/]", text) if (name := part.strip())))


def unit_type(text: str) -> UnitType:
    """Return the type by its term or by a customary name."""
    found = UnitType.from_term(text) or _TYPE_BY_CUSTOM.get(text)
    if found is None:
        raise ValueError(f"没有“{text}”这个类型，只能写：{'、'.join(TYPES)}")
    return found


def role(text: str) -> Role:
    """Return the role by its term."""
    found = Role.from_term(text)
    if found is None:
        raise ValueError(f"没有“{text}”这个角色，只能写：{'、'.join(ROLES)}")
    return found


def yes_or_no(text: str) -> bool | None:
    """Return what was ticked, None where nothing was."""
    said = half_width(text).lower()
    if said and said not in _YES | _NO:
        raise ValueError(f"只能写“是”或“否”，现在写的是“{text}”")
    return said in _YES if said else None


def headcount(text: str) -> int | None:
    """Return the number of people, None where none is given; 「46人」 is 46."""
    digits = half_width(text).removesuffix("人").strip()
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or int(digits) > _MAX_HEADCOUNT:
        raise ValueError(f"人数要写整数，现在写的是“{text}”")
    return int(digits)


def userid(text: str) -> str:
    """Return the account as the platform spells it; "" for none."""
    account = half_width(text)
    if re.search(r"[\s|,，、]", account) or account.startswith("@"):
        raise ValueError(f"账号里不能有空格、逗号、竖线，也不能以 @ 开头，现在写的是“{text}”")
    return account


def phone(text: str) -> str:
    """Return the digits of the number, "" for none."""
    digits = re.sub(r"[\s()（）-]", "", half_width(text)).removeprefix("+86")
    if digits and not _PHONE.fullmatch(digits):
        raise ValueError(f"不像电话号码：“{text}”（手机 11 位，座机要带区号）")
    return digits


def webhook_key(text: str) -> str:
    """Return the key out of the webhook's whole address or as it stands, "" for none."""
    said = half_width(text)
    key = parse_qs(urlsplit(said).query).get("key", [""])[0] if "/" in said else said
    if said and not _KEY.fullmatch(key):
        # The cell may hold most of a credential: it is not repeated.
        raise ValueError("webhook 写得不对：要写整个地址（…/webhook/send?key=…）或者只写 key")
    return key


def answerable(text: str) -> Named | None:
    """Return who is named with title and phone (马建国 副镇长 13800000000), None where nobody is."""
    said = half_width(text)
    if said in _NOBODY:
        return None
    found = who(said)
    if not 2 <= len(found.name) <= 40 or any(sign.isdigit() for sign in found.name):
        raise ValueError(f"要先写姓名，再写职务、电话，用空格隔开，现在写的是“{text}”")
    return Named(found.name, found.title[:60], found.phone)


def half_width(text: str) -> str:
    """Return the text with full-width letters, digits and signs made half-width."""
    return unicodedata.normalize("NFKC", text).strip()
