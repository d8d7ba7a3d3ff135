"""The words by which questions limit what is counted: state, source, category, kind of unit, festival; pure."""

import re

from storage.vocabulary import Category, Grade, HazardSource, HazardState


def short_festival(name: str) -> str:
    """Return the festival as the records call it: 国庆节 is 国庆, 全国两会 is 两会; 春节 and 劳动节 stay."""
    short = name.removeprefix("全国")
    return short.removesuffix("节") if len(short) > 2 and short != "劳动节" else short


STATES = (
    (HazardState.TO_RECTIFY, re.compile(r"待整改|(?:还)?没(?:有)?(?:开始|动)(?:改|整|手|工)?|没动静")),
    (HazardState.RECTIFYING, re.compile(r"整改中|正在(?:整)?改|在改")),
    (HazardState.TO_ACCEPT, re.compile(r"(?:待|等|等着|没|未)(?:人)?验收(?!通过)|申请验收|待复查|改完(?:了)?没验收")),
    (HazardState.TO_CONFIRM, re.compile(r"(?:待|没|未)确认|待核实")),
    (HazardState.NOT_ACCEPTED, re.compile(r"验收(?:没|未|不)(?:有)?(?:通过|过)|验收被?退回|打回")),
    (HazardState.TO_ASSIGN, re.compile(r"待派单?|没派|未派")),
)
SOURCES = (
    (HazardSource.TIP, re.compile(r"匿名|举报|(?:群众|家属)(?:反映|提)|投诉")),
    (HazardSource.SELF_CHECK, re.compile(r"自查|(?:自己|院里自己)(?:查|报|发现|上报)(?!.{0,4}(?:没|未))|自报")),
    (
        HazardSource.INSPECTION,
        re.compile(
            r"检查(?:组)?(?:发现|查|上?报|出|来|的隐患|提|指|挑)|(?:上级|上面|局里|县里|市里|县局|领导|专家|民政所|督导组?|督查组?|检查组)[^，。]{0,4}(?:查(?!看|一)|检查|发现|指出|反馈|交办)|督查(?:发现|查出|的)|来源.{0,3}检查|(?<!自)检查(?=几|多少|类|渠道|各|和|与|跟|、|比|出)"
        ),
    ),
)
CATEGORY_GROUPS = (
    ("十大致命风险因素", re.compile(r"十大(?:致命|风险|因素)|致命风险")),
    ("三清", re.compile(r"三清")),
    ("两管", re.compile(r"两管")),
)
EXTENDED = re.compile(r"延期|延长|宽限|展期")
GRADES = (
    (Grade.MAJOR, re.compile(r"重大")),
    (Grade.GENERAL, re.compile(r"一般(?!都|要|得|几天|多|情况|来说|用|能|平均|整改)")),
)

NO_CATEGORY = re.compile(
    r"待?验收|整改|排查|调度|销号|检查|自查|督查|巡查|培训|演练(?!.{0,4}隐患)|值班|上报|举报|责任人|期限|延期"
)
"""Words of the work itself: they name no category."""

CATEGORIES = (
    (Category.MIXED, r"三合一|多合一|合用场所|住人混用|混住"),
    (Category.EBIKE, r"电动(?:自行|三轮)?车|电瓶车|电车|电三轮|飞线|充电(?!宝)"),
    (Category.HOTWORK, r"电(?:气)?焊|动火|气焊|切割|焊接"),
    (Category.FLAM, r"易燃易爆|危险品|汽油|酒精|柴油"),
    (Category.MATER, r"彩钢|泡沫板|夹芯板|装修材料|可燃装修|易燃装修|易燃可燃"),
    (Category.BARRIER, r"防盗[网窗]|铁栅栏|栅栏|广告牌"),
    (Category.EXIT, r"安全出口|疏散门|锁门|门(?:被|都)?(?:反|上)?锁|出口(?:类|的|上锁|锁|方面)?"),
    (Category.EVAC, r"疏散通道|消防通道|通道|楼道|走廊|过道|楼梯"),
    (Category.GAS, r"燃气|煤气|液化气|天然气|气瓶|气罐"),
    (Category.ELEC, r"用电|电气(?!焊)|电路|漏电|线路|配电|电线|插排|插座|私拉乱接"),
    (Category.FOOD, r"食品|食堂|伙房|后厨|灶房|餐饮|留样"),
    (Category.BUILD, r"房屋|危房|房子|建筑|墙体|漏雨|房顶|屋顶"),
    (Category.FLAME, r"明火|用火|烧纸|抽烟|吸烟|烟头|火源|煤火|烧火"),
    (
        Category.FIRE,
        r"消防设施|消防设备|消防器材|灭火器|消火栓|消防栓|喷淋|烟感|应急灯|指示灯|消防(?=类|方面|的|隐患|问题|上|这块|还|有)",
    ),
    (Category.MGMT, r"安全管理|管理(?:类|方面|上)|台账(?:类|不)|制度(?:类|方面)"),
    (Category.DRILL, r"(?:疏散逃生)?演练(?:类|方面)?(?:的)?隐患"),
    (Category.OTHER, r"其[他它]类|其[他它](?:的)?隐患|类别.{0,3}其[他它]"),
)
"""How questions name the categories; stands before the lexicon's own words."""

ORG_TYPES = (
    (("敬老院",), r"乡镇敬老院|敬老院|公办(?:养老|的|机构|院)"),
    (("民办养老机构",), r"民办(?:的)?(?:养老)?(?:机构|院)?|老年公寓|私立|社会办养老|私人(?:办|开)"),
    (("日间照料中心",), r"日间照料|日照|照料中心"),
    (("殡葬服务机构",), r"殡葬(?:服务)?(?:单位|机构)?|殡仪(?!馆)"),
    (("社会福利院",), r"福利院类"),
    (("儿童福利机构",), r"儿童福利机构|儿童机构"),
    (("救助管理机构",), r"救助管理机构|救助机构"),
    (("敬老院", "民办养老机构"), r"养老机构|养老院"),
)
