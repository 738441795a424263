"""What Excel refuses, in words that staff understand."""

from __future__ import annotations

_BUSY = {
    -2147418111,  # RPC_E_CALL_REJECTED: a cell is being edited, or a dialog is open
    -2147417846,  # RPC_E_SERVERCALL_RETRYLATER
    -2146777998,  # VBA_E_IGNORE: the same, as Excel's object model says it
}
_GONE = {
    -2147417848,  # RPC_E_DISCONNECTED
    -2147023174,  # RPC_S_SERVER_UNAVAILABLE
    -2147023170,  # RPC_S_CALL_FAILED
    1400,  # ERROR_INVALID_WINDOW_HANDLE: the window of the button, or the one that xlwings was asking
}
_NOBODY_ANSWERS = -2147467259
"""E_FAIL: of a window that it cannot reach the workbook by; of Excel itself it may say anything."""
_NOT_KNOWN = {
    -2147352570,  # DISP_E_UNKNOWNNAME
    -2147352573,  # DISP_E_MEMBERNOTFOUND
}


def explain(error: BaseException) -> str:
    """Return why Excel refused, with the next step; "" where the error is not one that Excel's users can mend."""
    codes = _codes(error)
    if codes & _BUSY or type(error).__name__ == "ExcelBusyError":
        return "Excel 正忙：可能有单元格正在编辑，或有对话框没有关。请按 Esc 退出编辑、关闭对话框，再点一次"
    if codes & _GONE or (isinstance(error, OSError) and _NOBODY_ANSWERS in codes):
        return "Excel 或工作簿在处理途中被关闭了；请重新打开工作簿，再点一次"
    return ""


def is_unknown_name(error: BaseException) -> bool:
    """Whether this Excel is too old to know what it was asked for."""
    return isinstance(error, AttributeError) or bool(_codes(error) & _NOT_KNOWN)


def _codes(error: BaseException) -> set[int]:
    """Return the numbers of an error of COM or Windows: its own, and the one that the program behind it tells last of all."""
    told = [getattr(error, "hresult", None), getattr(error, "winerror", None), *error.args[:1]]
    told += [argument[-1] for argument in error.args[2:3] if isinstance(argument, tuple) and argument]
    return {code for code in told if isinstance(code, int)}
