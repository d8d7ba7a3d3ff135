"""What we ask where a confirmation lacks something."""

from collections.abc import Sequence

from handlers.texts.choices import with_answers
from storage.messages import Card

_ASKED_FOR = {
    "festival": "是哪个节日或时段的检查（如：国庆节、春节、全国两会）",
    "result": "结果：正常，还是有异常（哪里、什么问题）",
    "problem": "具体是什么问题、在哪里",
    "attendees": "实到几人",
    "topics": "讲了什么（议题或内容）",
    "staff": "工作人员几人参加",
    "residents": "老人（服务对象）几人参加，其中失能几人",
    "expected": "应到几人",
    "absent": "缺席的是谁（写姓名，没有人缺席写“无人缺席”）",
    "chair": "谁主持的",
    "film": "片名",
    "number": "第几期或文号",
    "approver": "谁审批的（审批人姓名）",
    "provider": "哪家单位检测评估的",
    "partner": "会同哪个单位一起检查的",
    "summary": "开展情况（做了什么）",
    "file": "文件或照片：请直接发到这里，发完回「已发」",
}
_ANSWER_EXAMPLES = {
    "festival": "国庆节",
    "result": "正常",
    "problem": "二楼东头应急灯不亮",
    "attendees": "8人",
    "topics": "学习用电安全",
    "staff": "8人",
    "residents": "20个老人 5个失能",
    "expected": "应到9人",
    "absent": "缺席 张小花",
    "chair": "主持 马建国",
    "film": "《生命通道》",
    "number": "第11期",
    "approver": "审批人 李秀英",
    "provider": "评估单位 某某检测公司",
    "partner": "会同消防大队",
    "summary": "挂横幅5条，发宣传单200份",
    "file": "已发",
}
_RESULTS = ("正常", "有异常")
_SENT = ("已发",)


def ask(duty: str, wanted: Sequence[str], festivals: Sequence[str] = ()) -> Card:
    """Return the one question for all that is missing to close the duty; `festivals` are those to choose from."""
    card = Card(
        f"{duty}还差{len(wanted)}项，补上就登记",
        lines=tuple(f"· {_ASKED_FOR[key]}" for key in wanted),
        hints=(f"一句话回复即可，例如：{' '.join(_ANSWER_EXAMPLES[key] for key in wanted)}", "不报了请回「取消」"),
    )
    return with_answers(card, [(one, one) for one in answers(wanted, festivals)], about="请选")


def answers(wanted: Sequence[str], festivals: Sequence[str]) -> Sequence[str]:
    """Return the short answers that the question offers; none where more than one thing is missing."""
    match tuple(wanted):
        case ("result",):
            return _RESULTS
        case ("festival",):
            return festivals
        case ("file",):
            return _SENT
        case _:
            return ()
