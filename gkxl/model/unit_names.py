"""The names of units, as everybody means them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from gkxl.texts import harmless

NAMELESS = "本单位"
"""How a parent unit is called where nobody has named it."""

_WIDE_BRACKETS = str.maketrans("()", "（）")


def unit_name(text: str) -> str:
    """Return the name of a unit as everybody means it, whatever the width of brackets and letters.

    Blanks that people put between Chinese characters to spread a name are dropped.
    """
    half = harmless(" ".join(unicodedata.normalize("NFKC", text).split()))
    if half.isascii():
        return half
    close = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", half)
    return close.translate(_WIDE_BRACKETS)


_STAMP_REMARK = re.compile(r"（[^（）]*章[^（）]*）$")
"""What people add to a name where they put the stamp: （盖章）, （代章）, （公章）."""
_SIMPLIFIED = str.maketrans(
    "規務辦廳區縣鄉鎮處財經農業衛環國發劃設計監審統應體據資訊級會議黨紀檢驗稅關貿產場畜質標準園條現場門員團總書記檔館圖電話線網絡聯繫選舉舉報獎懲"
    "職權責調運輸師範學術開導遊護養醫藥險勞動義軍隊邊臺灣廣東蘇寧遼貴陝黃",
    "规务办厅区县乡镇处财经农业卫环国发划设计监审统应体据资讯级会议党纪检验税关贸产场畜质标准园条现场门员团总书记档馆图电话线网络联系选举举报奖惩"
    "职权责调运输师范学术开导游护养医药险劳动义军队边台湾广东苏宁辽贵陕黄",
)
"""Characters of names of units that are written the traditional way on some keyboards."""


def plainly(name: str) -> str:
    """Return the name of a unit without the remark of a stamp and in simplified characters: what tells spellings of one name."""
    return _STAMP_REMARK.sub("", name).translate(_SIMPLIFIED)


GOVERNMENT = "人民政府"


def place_name(name: str) -> str:
    """Return the name of a place for that of its government: 某某区 for 某某区人民政府; any other name as it is."""
    return name.removesuffix(GOVERNMENT)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like `name`, or "" if none is."""
    import difflib

    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return near[0] if near else ""


def listed(names: Iterable[str], most: int = 8) -> str:
    """Return names as a list for people, cut after `most`."""
    shown = [name for name in names if name]
    return "、".join(shown[:most]) + (f"等{len(shown)}个" if len(shown) > most else "")
