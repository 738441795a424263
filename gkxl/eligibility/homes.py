"""Where a file lies, without what only says of when or the how-manieth it is: two homes may be two units of one name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath

from gkxl.model.unit_names import unit_name
from gkxl.texts import late

Home = tuple[str, ...]
"""Names of folders, the outermost first, and at the end perhaps what the name of the file says beside its unit."""

_CHINESE = "一二三四五六七八九十"
_PERIOD = (
    r"20\d{2}年?度?(?!\d)|20\d{2}[-_./]?(?:0?[1-9]|1[0-2])(?:[-_./]?\d{1,2})?(?!\d)"
    rf"|第?[\d{_CHINESE}]+(?:[-—~～至到、和及][\d{_CHINESE}]+)?(?:月份?|季度?|日|号)|[上下]半年|[上中下]旬|q[1-4](?!\d)|h[12](?!\d)"
    r"|全年|半?年度|半?年报|季报|月报|季度|每月|各月|月份|累计|本年|今年|去年|上年|本月|上月|当月|往年|历年"
)
_CORRECTION = (
    rf"第[\d{_CHINESE}]+[次版稿批份轮]|(?:修订|版本?|rev|ver|v)\.?\d+(?!\d)"
    r"|更正|修订|修改|修正|改正|订正|纠正|勘误|整改|改过|改好|改后|重报|重发|重新|补报|补充|补交|补发|再报|再次|二次|更新|最新|新版|终稿|定稿|旧版|旧稿"
    r"|初稿|原稿|原件|原始|作废|备份|历史|副本|复件|复制|退回|返回|退件|返工|标注"
    r"|(?<![a-z])(?:new|final|copy|old|bak|backup|revised)(?![a-z])"
)
_SENDING = (
    r"政府信息公开|信息公开|依申请公开|工作情况|统计|填报|报送|上报|报来|报表|报告|提交|收到|收件|收集|接收|回收|回复|反馈|发来|交来|来件|来文|邮件|邮箱|附件|微信|下载|扫描|打印|盖章|签字|电子版?"
    r"|纸质版?|审核|已审|未审|通过|合格|核对|汇总|校验|归档|存档|临时|共享|桌面|文档|文件夹?|新建|资料|材料|数据|表格|工作簿|工作表|单位|科室|部门|全部|所有"
    r"|其他|(?<![a-z])(?:downloads?|desktop|documents?|inbox|mail|data|files?|reports?|te?mp|excel|xlsx?)(?![a-z])"
)
_ENDING = (
    "局|委|委员会|办|办公室|厅|署|司|区|县|市|州|盟|旗|镇|乡|街道|村|社区|院|中心|公司|集团|处|科|股|室|部|队|所|站|馆|校|学|会|府|组|社|园|厂|台"
)
"""How names of units end; what a folder that speaks of a period or a correction says besides is such a name, or is nothing."""
_UNIT = late(f".(?:{_ENDING})$")
_WHEN = late(f"(?:{_PERIOD})(?!{_ENDING})", re.IGNORECASE)
_WHICH = late(f"(?:{_CORRECTION})(?!{_ENDING})", re.IGNORECASE)
"""Say of when, and the how-manieth, a statement is: not 城市更新局."""
_SENT = late(_SENDING, re.IGNORECASE)
_SENT_LAST = late(f"(?:{_SENDING}|[\\W_])+$", re.IGNORECASE)
_LITTLE = late(rf"[\W_\d]|[的了过再已未各等和及与按后前新旧老收发报送交改审稿版表件份次批套年月日号第共整{_CHINESE}]")
"""What is left between such words, and says nothing by itself."""


def home_of(file: str, unit: str) -> Home:
    """Return the folders of a file that may say whose its statement of a `unit` is; those of a period, a correction or of sending do not."""
    folders = PurePosixPath(file).parent.parts
    return tuple(filter(None, (_spoken_of(unit_name(folder).removesuffix(unit)) for folder in folders)))


def owner_by_name(file: str, unit: str) -> str:
    """Return the unit above that the name of a file tells beside the name of its own, "教育局" of 教育局办公室.xlsx; "" where it tells none."""
    before, found, _ = unit_name(PurePosixPath(file).stem).partition(unit)
    name = _spoken_of(before) if found else ""
    return name if _UNIT.search(name) else ""


@lru_cache(maxsize=4096)  # a folder comes with every file in it
def _spoken_of(place: str) -> str:
    """Return what a folder says beside periods, corrections and sending; "" where that is no name."""
    rest = _trimmed(_WHEN.sub(" ", _WHICH.sub(" ", place)))
    if not _LITTLE.sub("", _SENT.sub("", rest)):
        return ""
    name = _SENT_LAST.sub("", rest)
    if _UNIT.search(name):
        return name
    return "" if _WHICH.search(place) or _SENT.search(place) else rest


def _trimmed(text: str) -> str:
    """Return a text without blanks, signs, and numbers that stand apart at its ends: "01-教育局", "教育局（2）"."""
    return re.sub(r"^[\W_]*(?:\d+[\W_]+)?|(?:[\W_]\d+)?[\W_]*$", "", text).replace(" ", "")


def labels(homes: Iterable[Home]) -> dict[Home, str]:
    """Return a name for each home by which it is told from the others: its innermost folder, else all folders in which they differ."""
    known = sorted(set(homes))
    if not known:
        return {}
    common = 0
    while len(known) > 1 and all(len(home) > common and home[common] == known[0][common] for home in known):
        common += 1
    rests = {home: home[common:] for home in known} if len(known) > 1 else {home: home[-1:] for home in known}
    innermost = [rest[-1] for rest in rests.values() if rest]
    return {home: "" if not rest else rest[-1] if innermost.count(rest[-1]) == 1 else "".join(rest) for home, rest in rests.items()}
