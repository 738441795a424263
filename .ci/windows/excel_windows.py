"""An Excel as other programs see it on Windows: its windows, and the object that answers to them. Run with what it is to say, as JSON.

It prints the number of its window and answers until it is ended: {"name", "path", "busy": an HRESULT that it refuses every question with}.
"""

# ruff: noqa: N802 (the names are those of Excel)
from __future__ import annotations

import ctypes
import json
import sys
from ctypes import wintypes
from typing import Any, ClassVar

import pythoncom
import pywintypes
import win32api
import win32con
import win32gui
from win32com.server.exception import COMException
from win32com.server.util import wrap

_WM_GETOBJECT, _OBJID_NATIVEOM = 0x3D, -16
_DISPATCH = (ctypes.c_byte * 16).from_buffer_copy(bytes(pywintypes.IID("{00020400-0000-0000-C000-000000000046}")))


class Book:
    """A workbook; only what finding it needs."""

    _public_methods_: tuple[str, ...] = ()
    _public_attrs_ = _readonly_attrs_ = ("Name", "FullName")

    def __init__(self, name: str) -> None:
        self.Name, self.FullName = name, rf"C:\{name}"


class Books:
    """The one workbook that is open."""

    _public_methods_ = ("Item",)
    _public_attrs_ = _readonly_attrs_ = ("Count",)
    _dispid_to_func_: ClassVar = {0: "Item"}  # as in Workbooks("name")
    Count = 1

    def __init__(self, book: Any) -> None:
        self.book = book

    def Item(self, key: object) -> Any:
        return self.book


class Application:
    """What stands behind every window."""

    _public_methods_: tuple[str, ...] = ()
    _public_attrs_ = _readonly_attrs_ = ("Application", "Name", "Path", "Hwnd", "Workbooks", "ActiveWorkbook")
    Hwnd = 0

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.ActiveWorkbook = wrap(Book("统计.xlsx"))
        self.Workbooks = wrap(Books(self.ActiveWorkbook))

    @property
    def Application(self) -> Any:
        return wrap(self)

    @property
    def Name(self) -> str:
        if self.told.get("busy"):
            raise COMException(scode=self.told["busy"])
        return str(self.told.get("name", "Microsoft Excel"))

    @property
    def Path(self) -> str:
        return str(self.told.get("path", r"C:\Office16"))


def main() -> None:
    """Show the windows and answer what other programs ask them."""
    pythoncom.CoInitialize()
    app = Application(json.loads(sys.argv[1]))
    pointer_of = ctypes.PyDLL(pythoncom.__file__).PyCom_InterfaceFromPyObject
    pointer_of.argtypes = [ctypes.py_object, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.c_int]
    handed_over = ctypes.WinDLL("oleacc").LresultFromObject
    handed_over.argtypes, handed_over.restype = [ctypes.c_void_p, wintypes.WPARAM, ctypes.c_void_p], ctypes.c_ssize_t

    def answer(window: int, message: int, wanted: int, which: int) -> int:
        if message != _WM_GETOBJECT or ctypes.c_long(which & 0xFFFFFFFF).value != _OBJID_NATIVEOM:
            return int(win32gui.DefWindowProc(window, message, wanted, which))
        found = ctypes.c_void_p()
        pointer_of(wrap(app), ctypes.addressof(_DISPATCH), ctypes.byref(found), 0)
        return int(handed_over(ctypes.addressof(_DISPATCH), wanted, found))

    within = 0
    for kind in ("XLMAIN", "XLDESK", "EXCEL7"):
        described = win32gui.WNDCLASS()
        described.lpszClassName, described.lpfnWndProc, described.hInstance = kind, answer, win32api.GetModuleHandle(None)
        win32gui.RegisterClass(described)
        style = win32con.WS_VISIBLE | (win32con.WS_CHILD if within else win32con.WS_OVERLAPPEDWINDOW)
        within = win32gui.CreateWindow(kind, kind, style, 0, 0, 300, 200, within, 0, described.hInstance, None)
        app.Hwnd = app.Hwnd or within
    print(app.Hwnd, flush=True)
    win32gui.PumpMessages()


if __name__ == "__main__":
    main()
