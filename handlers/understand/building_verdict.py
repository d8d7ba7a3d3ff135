"""Hear that an appraisal has found a building dangerous 「C级、D级危房」; pure."""

import re

_VERDICT = re.compile(r"[CD]\s*级", re.IGNORECASE)
_DOUBT = re.compile(r"疑似|可能|怀疑|估计|像是|担心|怕是|会不会|是不是|要不要|申请鉴定|还没鉴定|未鉴定|没有鉴定")


def is_condemned(text: str, *, clause: str) -> bool:
    """Return whether the evened-out `text` tells of an appraisal that says C or D.

    `clause` is the condition that suggested the grade: only that of condemned buildings (M1) counts.
    """
    return clause.startswith("M1") and bool(_VERDICT.search(text)) and not _DOUBT.search(text)
