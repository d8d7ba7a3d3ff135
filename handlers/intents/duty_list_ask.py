"""Tell how every duty of a unit stands, or send it as a workbook: 清单, 张良镇敬老院清单, 清单表格."""

import re

from handlers import duty_list, enclosures
from handlers.duty_asking import whose
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.papers.duty_list_book import draw_list
from handlers.texts import duty_list as texts
from storage.messages import Recipient

_ASKED = re.compile(
    r"(?:请|麻烦|帮我|给我|我要|要|看看?|查看?|导出|发我|发)?(?:一下)?"
    r"(?P<unit>[^，。；：！？、\s]{0,24}?)的?(?P<kind>(?:安全)?(?:任务|工作|责任)?)清单(?P<book>\s*(?:表格?|导出|文件|发给?我))?"
)
_OTHERS = re.compile(r"隐患|问题|存量|悬空|整改|检查|举报|动火|待办|缺|未|没|名单|怎么|如何|什么|物品|物资")
_OWN = re.compile(r"我|俺|咱|本单位")


def _read(heard: Heard) -> Wish | None:
    found = _ASKED.fullmatch(heard.text.strip("。！!？? ")) if heard.form is None else None
    if found is None or _OTHERS.search(heard.text):
        return None
    # 「任务清单」 alone, or one's own, has always been what is still to do.
    if found["kind"] and not found["book"] and (not found["unit"] or _OWN.match(found["unit"])):
        return None
    return {"unit": found["unit"], "is_book": bool(found["book"])}


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = whose(str(wish["unit"]), asking)
    found = duty_list.gather(asking.session, unit, asking.desk.tables, asking.now)
    if not wish["is_book"]:
        return texts.checklist(found)
    asker = Recipient.person(asking.person.userid)
    enclosures.send_paper(asking, draw_list(found), texts.file_name(found), to=asker)
    return texts.follows(found) if asking.incoming.is_private else texts.sent_privately(unit.name)


INTENT = Intent(
    "duty_list_ask",
    "任务清单",
    ("清单", "我院清单", "张良镇敬老院清单", "清单表格", "张良镇敬老院任务清单表格"),
    _read,
    _answer,
)
