"""Find where in an institution a message speaks of, as its slot wants it: 二楼东头, 后门, 三楼护士站; pure."""

import re

from config.lexicon import Lexicon
from handlers.understand.place_phrase import place_in, places_in
from handlers.understand.slot_names import org_in

_DESK = re.compile(r"[东西南北]?[侧头边]?(?:护士站|护理站|护士台|服务台|登记处|收费处|车间)")
_HOUSE = re.compile(r"^.*?(?:殡仪馆|敬老院|养老院|福利院|老年公寓|公墓(?=看护))")
_WAY_OUT = re.compile(
    r"(?:的)?(?:安全出口|疏散门|疏散出口|疏散通道|消防通道|安全通道|消防车通道|彩钢房|彩钢棚|消火栓|消防栓)"
    r"(?:上|处|那|里)?$"
)
_NUMBER = re.compile(
    r"YH-?[\d-]+|编号\s*[:为]?\s*\d+|隐患\s*\d+|#\d+|\d{1,4}号(?![楼栋幢座院屋房室床门机柜库厅车])|\d+-\d+"
)


def spot_in(text: str, heard: str | None, lexicon: Lexicon, *, may_be_facility: bool) -> str | None:
    """Return where it is: the place, without a way out at its end that is longer than the rest.

    `heard` is the place of the hazard that the text tells of. A facility alone (走廊) counts where `may_be_facility`.
    None where the text names no place; numbers of hazards and names of institutions are none.
    """
    places, text = lexicon.places, _NUMBER.sub("＿", text)
    if org := org_in(text, lexicon):
        text = text.replace(org, "＿")
    place = heard or place_in(text, places)
    if place is None or len(place) < 2 or _NUMBER.search(place) or place in lexicon.units.town_by_variant:
        place = place_in(text, places)
    if place is None or len(place) < 2:
        corner = lexicon.intents.slots["corner"].search(text)
        found = (corner[0],) if corner else places_in(text, places) if may_be_facility else ()
        return found[0] if found else None
    if desk := _DESK.match(text, text.find(place) + len(place)):
        place += desk[0]
    place = _HOUSE.sub("", place) or place
    rest = _WAY_OUT.sub("", place)
    return rest if rest and 2 * len(rest) < len(place) else place
