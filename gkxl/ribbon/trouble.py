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
}


def explain(error: BaseException) -> str:
    """Return why Excel refused, with the next step; "" where the error is not one that Excel's users can mend."""
    codes = _codes(error)
    if codes & _BUSY or type(error).__name__ == "ExcelBusyError":
        return "Excel 正忙：可能有单元格正在编辑，或有对话框没有关。请按 Esc 退出编辑、关闭对话框，再点一次"
    if codes & _GONE:
        return "Excel 或工作簿在处理途中被关闭了；请重新打开工作簿，再点一次"
    return ""


def _codes(error: BaseException) -> set[int]:
    """Return every number that an error of COM carries: its own, and that of the program behind it."""
    told = [getattr(error, "hresult", None), *error.args]
    told += [inner for argument in error.args if isinstance(argument, tuple) for inner in argument]
    return {code for code in told if isinstance(code, int)}
