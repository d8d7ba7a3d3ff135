"""What the roads in and out say in Chinese: why a message did not arrive, and how a card is framed."""

from collections.abc import Mapping

DETAILS = "查看详情"
WARNING = "【重要】"
MARKED = "重要"
"""The same where it stands in a place of its own."""
WHOLE = "全文请回复：{number}号"
"""How a reader of a card that is cut sees all of the hazard."""

NO_CONNECTION = "连接不上企业微信（{error}）"
NO_ANSWER = "企业微信没有答复（{error}）"
SERVER_FAILED = "企业微信服务异常（HTTP {status}）"
NOT_WECOM = "答复的不是企业微信（HTTP {status}），请检查网络和代理"
REFUSED = "企业微信未受理：{meaning}（错误码 {errcode}）"
OTHERS_FETCH = "另一个进程正在换取 access_token，还没有结果"
NOBODY_REACHED = "企业微信说没有这个收信人，或他不在应用的可见范围里"
TOOK_TOO_LONG = "发送超时，没有等到结果"
BROKEN_OFF = "发送时程序中断，没有等到结果"
NOTHING_TO_FETCH = "这个渠道没有可以取的文件"
CANNOT_OPEN = "文件解不开，可能没有传完"
NO_ADDRESS = "没有可以取文件的地址或编号"
NO_SUCH_CHANNEL = "收到它的渠道没有开通"
TOO_LARGE = "文件太大"
FETCH_BROKEN_OFF = "取文件时程序多次中断"
FETCH_TOOK_TOO_LONG = "取文件超时"
FILE_GONE = "要发的文件不在了"
FILE_TOO_LARGE = "要发的文件太大，超过 {limit} MB"
FILE_NOT_WRITTEN = "要发的文件写不到磁盘上（{error}）"
FILE_TOO_SMALL = "要发的文件是空的或太小"
NOT_SENT_AGAIN = "{reason}；可能已经送到，不再重发"
INTERNAL = "程序出错（{error}），请看日志"
NO_WAY_TO_PERSON = (
    "发不到这个人：他还没有和智能机器人说过话，也没有配置自建应用；请他在企业微信里找到机器人发一句「帮助」"
)
NO_WAY_TO_GROUP = "发不到这个群：群里还没有人@过智能机器人，花名册的「群」表里也没有它的 webhook"
NOT_CONNECTED = "智能机器人没有连上企业微信"
CONNECTION_CLOSED = "企业微信断开了连接（{code}）"
NO_PONG = "企业微信不再应答心跳"
NO_ACK = "企业微信没有应答"
BOT_REFUSED = "企业微信不接受这个机器人（错误码 {errcode}）"
WRONG_AES_KEY = "MINAN_WECOM_AES_KEY 应为 43 位字母和数字"

RATE_LIMITED = "发送太频繁"
UNLISTED = "没有见过的错误"

NO_DEPARTMENTS = "应用的可见范围里没有部门，读不到通讯录；请管理员在管理后台把部门加进应用的可见范围"
CONTACT_BOOK: Mapping[int, str] = {
    48002: "应用没有读取通讯录的权限，请管理员在管理后台给应用开通，或核对用的是不是这个应用的 Secret",
    60003: "这个部门刚被删除，请再试一次",
    60011: "应用看不到这个部门，请管理员在管理后台把它加进应用的可见范围",
    60020: "本机出口 IP 不在应用的可信 IP 名单里，请管理员在管理后台应用的“企业可信IP”里加上",
}
"""What an error means when the contact book is read, and what is to be done."""

TRY_LATER: Mapping[int, str] = {
    -1: "系统繁忙",
    6000: "数据版本冲突",
    45033: "并发调用超限",
    846608: "流式消息已经结束",
}

NEW_TOKEN: Mapping[int, str] = {40014: "access_token 无效", 42001: "access_token 已过期"}

CONFIG: Mapping[int, str] = {
    40001: "应用 Secret 不对",
    40013: "企业 ID 不对",
    40056: "应用 ID（AgentId）不对",
    40091: "应用 Secret 属于另一家企业",
    41001: "缺少 access_token",
    43012: "应用没有设置接收消息的地址",
    48002: "应用没有调用这个接口的权限",
    48006: "应用长期不用，权限已收回",
    50001: "跳转域名与可信域名不一致",
    50003: "应用已停用",
    60020: "本机出口 IP 不在应用的可信 IP 名单里",
    301002: "access_token 属于另一个应用",
    93000: "群机器人的地址无效，机器人可能已被移出群",
    93004: "群机器人已停用",
    93006: "群的编号不对",
    93008: "应用或机器人不在群里",
    86001: "群聊编号不对",
    86003: "群聊编号不对",
    86008: "群聊不是本应用创建的",
}

RECEIVER: Mapping[int, str] = {
    40003: "没有这个成员账号",
    40031: "成员账号列表不对",
    40032: "成员账号太多",
    46004: "没有这个成员",
    50002: "成员不在应用的可见范围里",
    60011: "没有权限向这个成员发送",
    60111: "没有这个成员账号",
    60123: "没有这个部门",
    81013: "收信人全部无效或不在可见范围里",
    82001: "成员、部门、标签都为空",
    82002: "部门列表不对",
    82003: "标签列表不对",
    86006: "群成员不对",
    86007: "群主不对",
    86216: "群里有无效成员",
}

CONTENT: Mapping[int, str] = {
    40004: "素材类型不对",
    40005: "文件类型不对",
    40006: "文件大小不对",
    40007: "素材编号无效或已过期",
    40008: "消息类型不对",
    40009: "图片大小不对",
    40033: "请求里有转义的汉字",
    40035: "参数不合规定",
    40058: "参数不合规定",
    40063: "缺少参数",
    40201: "内容里有违规词语",
    44001: "素材是空的",
    44004: "消息内容是空的",
    45001: "素材太大",
    45002: "消息太长",
    45007: "语音太长",
    45008: "图文条数太多",
    85002: "内容里有违规词语",
    846605: "答复的消息编号无效",
}

CARD = "卡片内容不合规定"
