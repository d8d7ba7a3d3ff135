"""What the public page for tips says where something is not taken; the pages themselves stand in bot/pages."""

CLOSED = "网上举报没有开放，请直接拨打县民政局电话反映。"
TOO_OFTEN = "提交或查询得太频繁，请过一分钟再试。"
FULL_TODAY = "今天网上举报收满了，请明天再提交，或者直接拨打县民政局电话反映。"
NO_TEXT = "还没有提交：请写清楚是什么问题。"
FIELD_TOO_LONG = "还没有提交：单位或联系方式写得太长。"
BROKEN = "没有提交成功：表单不完整，请回到举报页面重新填写。"
OTHER_PAGE = "没有提交成功：请从举报页面提交。"
NOBODY = "没有登记：这里没有可以办这件事的人。请向上级民政部门或者纪检监察机关反映。"
NOT_KEPT = "系统忙，没有提交成功，请稍后再点一次提交；照片要重新选。"
NOTHING_TO_ADD_TO = "没有补充进去：没有这个回执号，或者已经办结。有新情况请重新举报。"
NO_SUCH_RECEIPT = "没有查到这个回执号，请核对后再试。"


def too_long(length: int, most: int) -> str:
    """Return why a text is not taken."""
    return f"还没有提交：内容{length}字，最多{most}字，请分几次提交。"


def too_many(most: int) -> str:
    """Return why so many pictures are not taken."""
    return f"还没有提交：照片最多{most}张，请重新选。"


def too_large(max_bytes: int) -> str:
    """Return why a form is not taken."""
    return f"没有提交成功：照片加起来太大，最多{max_bytes // 1_000_000}MB。"


def broken(photos: int) -> str:
    """Return why a form that cannot be read is not taken."""
    return f"没有提交成功：内容太多，或者照片超过{photos}张，请重新填写。"


def picture_refused(why: str) -> str:
    """Return why a picture is not taken."""
    return f"还没有提交：有一张照片不能收（{why}）。请去掉它，重新选照片。"
