"""Put tables on the clipboard as word processors take them: as HTML, and as plain text for those that do not."""

from __future__ import annotations

import time

_HEADER = "Version:0.9\r\nStartHTML:{:010d}\r\nEndHTML:{:010d}\r\nStartFragment:{:010d}\r\nEndFragment:{:010d}\r\n"
_BEFORE, _AFTER = "<html><body>\r\n<!--StartFragment-->", "<!--EndFragment-->\r\n</body></html>"
_ATTEMPTS, _PAUSE = 10, 0.05
"""Another program may hold the clipboard for a moment."""


def put(fragment: str, text: str) -> bool:
    """Put a piece of HTML, and what it says in plain text, on the clipboard; return whether there is one and it took them."""
    try:
        import win32clipboard  # comes with xlwings on Windows
    except ImportError:
        return False
    for _ in range(_ATTEMPTS):
        try:
            win32clipboard.OpenClipboard()
            break
        except Exception:  # pywin32 raises what the system says
            time.sleep(_PAUSE)
    else:
        return False
    try:
        win32clipboard.EmptyClipboard()
        win32clipboard.SetClipboardData(win32clipboard.RegisterClipboardFormat("HTML Format"), packed(fragment))
        win32clipboard.SetClipboardText(text, win32clipboard.CF_UNICODETEXT)
    except Exception:
        return False
    finally:
        win32clipboard.CloseClipboard()
    return True


def packed(fragment: str) -> bytes:
    """Return a piece of HTML in Windows' clipboard format "HTML Format": UTF-8, and a header that counts in bytes."""
    body = fragment.encode("utf-8")
    start = len(_HEADER.format(0, 0, 0, 0))
    first = start + len(_BEFORE)
    last = first + len(body)
    header = _HEADER.format(start, last + len(_AFTER), first, last)
    return header.encode("ascii") + _BEFORE.encode("ascii") + body + _AFTER.encode("ascii")
