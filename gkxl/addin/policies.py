"""The settings of Office and Windows that switch add-ins, macros or buttons off."""

from __future__ import annotations

from dataclasses import dataclass

from gkxl.addin.check import OFFICIAL, OUTSIDE, Check, Patient, State
from gkxl.addin.places import ADDIN
from gkxl.addin.registry import number, text

_POLICY_ROOTS = (r"HKCU\Software\Policies\Microsoft\Office", r"HKLM\SOFTWARE\Policies\Microsoft\Office")
_USER_ROOT = r"HKCU\Software\Microsoft\Office"
_SECURITY = r"Excel\Security"
_TRUST_CENTER = "Excel 的 文件—选项—信任中心—信任中心设置"


@dataclass(frozen=True)
class Switch:
    """A setting that keeps our add-in from running when it is 1."""

    name: str
    key: str
    """Below the version of Office."""
    value: str
    on: str
    off: str
    where: str
    """Where a user finds it in the 信任中心, as an order; "" where there is no such place."""


SWITCHES = (
    Switch("VBA", "Common", "VBAOff", "Office 的 VBA 被整个关闭，按钮不会起作用", "没有关闭", ""),
    Switch("加载项开关", _SECURITY, "DisableAllAddins", "所有加载项被禁用", "没有禁用加载项", "“加载项”里，取消“禁用所有应用程序加载项”"),
    Switch(
        "加载项签名",
        _SECURITY,
        "RequireAddinSig",
        "只允许有数字签名的加载项，gkxl 的没有签名",
        "不要求数字签名",
        "“加载项”里，取消“要求受信任的发布者签署应用程序加载项”",
    ),
    Switch("随启动运行的宏", r"Common\Security", "RequireAlwaysOnMacroSig", "随 Excel 启动的宏必须有数字签名，gkxl 的没有", "不要求数字签名", ""),
)
"""The names of keys and values are those of Microsoft's policy templates."""

WARNINGS = {1: "全部启用", 2: "禁用并询问", 3: "只启用有数字签名的", 4: "全部禁用"}
"""VBAWarnings; where it is missing Excel asks."""

ASR_RULE = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""Block all Office applications from creating child processes."""
_DEFENDER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
_ASR_RULES = (
    rf"{_DEFENDER}\Windows Defender Exploit Guard\ASR\Rules",
    r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
"""A policy goes before what is set on the computer itself."""
_ASR_MANAGED = rf"{_DEFENDER}\Policy Manager"
"""Here a management service writes all rules into one value, ASRRules: rule=state|rule=state."""


def switches(patient: Patient) -> list[Check]:
    """Look at each of SWITCHES."""
    return [_switch(patient, one) for one in SWITCHES]


def _switch(patient: Patient, switch: Switch) -> Check:
    value, official = _setting(patient, switch.key, switch.value)
    if value != 1:
        return Check(switch.name, State.GOOD, switch.off)
    own = f"请在 {_TRUST_CENTER}—{switch.where}" if switch.where else f"请联系信息人员打开；{OUTSIDE}"
    return Check(switch.name, State.BAD, f"{switch.on}（{switch.value}=1）", OFFICIAL if official else own)


def macros(patient: Patient) -> list[Check]:
    """Look whether macros run: in trusted locations, of which XLSTART is one, they always do."""
    warnings, official = _setting(patient, _SECURITY, "VBAWarnings")
    told = f"宏设置为“{WARNINGS.get(warnings or 2, warnings)}”"
    closed, advice = _distrusted(patient)
    if not closed:
        return [Check("宏", State.GOOD, f"启动文件夹 XLSTART 是受信任位置，宏可以运行（{told}）")]
    if warnings == 1:
        return [Check("宏", State.GOOD, f"{closed}，但{told}")]
    if warnings in (3, 4):
        return [Check("宏", State.BAD, f"{closed}，{told}，gkxl 的宏不会运行", OFFICIAL if official else advice)]
    return [Check("宏", State.CAUTION, f"{closed}，{told}，打开 Excel 时会询问", f"询问时点“启用宏”；不想再问，{advice}")]


def _distrusted(patient: Patient) -> tuple[str, str]:
    """Return why XLSTART is no trusted location and what to do about it; "" where it is one."""
    off, official = _setting(patient, rf"{_SECURITY}\Trusted Locations", "AllLocationsDisabled")
    if off == 1:
        return "所有受信任位置被停用", OFFICIAL if official else f"请在 {_TRUST_CENTER}—“受信任位置”里，取消“禁用所有受信任位置”"
    own, official = _setting(patient, r"Common\Security\Trusted Locations", "Allow User Locations")
    return ("单位只承认统一下发的受信任位置，XLSTART 可能不在其内", OFFICIAL) if own == 0 and official else ("", "")


def disabled_items(patient: Patient) -> list[Check]:
    """Look whether Excel has put the add-in on its list of what it starts no more, as it does after a crash."""
    values = patient.registry.values(rf"{_USER_ROOT}\{patient.version}\Excel\Resiliency\DisabledItems") or {}
    path = ADDIN.encode("utf-16-le")
    if any(isinstance(value, bytes) and path in value.lower() for value in values.values()):
        advice = f"请在 Excel 的 文件—选项—加载项—管理“禁用项目”—转到 里选 {ADDIN}，点“启用”，再重新打开 Excel"
        return [Check("禁用项目", State.BAD, "Excel 曾经非正常退出，之后把加载项停用了", advice)]
    return [Check("禁用项目", State.GOOD, "Excel 没有停用加载项")]


def child_processes(patient: Patient) -> list[Check]:
    """Look whether Windows Defender lets Excel start a program, as every button does."""
    state = _rule(patient)
    if state == 1:
        advice = f"请联系信息人员为 gkxl 放行（攻击面减少规则 {ASR_RULE}）；{OUTSIDE}"
        return [Check("启动程序", State.BAD, "Windows Defender 禁止 Excel 启动其他程序，按钮不会起作用", advice)]
    if state == 6:
        return [Check("启动程序", State.CAUTION, "Windows Defender 会在点按钮时弹出警告", f"看到警告时选“取消阻止”；不放行的话，{OUTSIDE}")]
    told = "Windows Defender 只作记录" if state == 2 else "Windows Defender 没有禁止"
    return [Check("启动程序", State.GOOD, f"{told}；其他安全软件（如 360）有没有拦截，这里看不出")]


def _rule(patient: Patient) -> int | None:
    """Return the state of ASR_RULE: 0 off, 1 block, 2 audit, 5 not configured, 6 warn; None where nobody has set it."""
    managed = text(patient.registry, _ASR_MANAGED, "ASRRules").lower()
    rules = dict(rule.strip().split("=", 1) for rule in managed.split("|") if "=" in rule)
    word = rules.get(ASR_RULE, "").strip()
    policy, local = (number(patient.registry, key, ASR_RULE) for key in _ASR_RULES)
    return next((state for state in (policy, int(word) if word.isdecimal() else None, local) if state is not None), None)


def _setting(patient: Patient, key: str, value: str) -> tuple[int | None, bool]:
    """Return the setting in force, None where there is none, and whether it is a policy, which goes before what the user has set.

    Of two policies the larger number counts: with each setting here that is the stricter one.
    """
    policies = [number(patient.registry, rf"{root}\{patient.version}\{key}", value) for root in _POLICY_ROOTS]
    stated = [policy for policy in policies if policy is not None]
    if stated:
        return max(stated), True
    return number(patient.registry, rf"{_USER_ROOT}\{patient.version}\{key}", value), False
