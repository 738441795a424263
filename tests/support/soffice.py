"""A headless LibreOffice that stays open, driven over UNO: what Excel is for the tests of the ribbon."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

_SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>"""
_NO_LOCKS = "".join(
    f'<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="{name}" oor:op="fuse"><value>false</value></prop></item>'
    for name in ("UseDocumentOOoLockFile", "UseDocumentSystemFileLocking", "UseLocking")
)
_LONGEST = 600
"""Seconds without a new document after which a LibreOffice is ended, so that one that hangs fails the tests rather than keep them waiting."""
_RESTART = 81
"""LibreOffice ends with this when it has made a new profile and must be started again."""


def uno() -> Any:
    """Return the module `uno`, which comes with LibreOffice; ImportError where it is missing or of another Python."""
    if _SYSTEM_PACKAGES not in sys.path:
        sys.path.append(_SYSTEM_PACKAGES)  # last: it must not shadow what the tests were installed with
    import uno

    return uno


def properties(**values: object) -> tuple[object, ...]:
    """Return named values as UNO takes them."""
    uno()
    from com.sun.star.beans import PropertyValue

    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


class Soffice:
    """A process of LibreOffice with a profile of its own and more settings; or, by its pipe, one that another process has started and will end."""

    def __init__(self, pipe: str = "", settings: str = "") -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.settings = _NO_LOCKS + settings
        self.watch: threading.Timer | None = None
        if pipe:
            self.pipe = pipe
            self.desktop = self._connect()
            return
        self._begin()

    def _begin(self) -> None:
        self.profile = Path(tempfile.mkdtemp(prefix="gkxl-soffice-"))
        (self.profile / "user").mkdir()
        (self.profile / "user" / "registrymodifications.xcu").write_text(PROFILE.format(self.settings), encoding="utf-8")
        self.pipe = f"gkxl{os.getpid()}x{time.monotonic_ns()}"
        self.process = self._start()
        self._watch()
        self.desktop = self._connect()

    def _watch(self) -> None:
        """End the process some time from now, unless something is opened until then."""
        if self.watch is not None:
            self.watch.cancel()
        self.watch = threading.Timer(_LONGEST, self._kill)
        self.watch.daemon = True
        self.watch.start()

    def _start(self) -> subprocess.Popen[bytes]:
        program = Path(str(shutil.which("soffice"))).resolve().parent / "soffice.bin"
        flags = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
        command = [str(program), *flags, f"-env:UserInstallation={self.profile.as_uri()}", f"--accept=pipe,name={self.pipe};urp;"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def _connect(self) -> Any:
        local = uno().getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                context = resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
                return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            except Exception:  # UNO raises its own kinds until the pipe is there
                if self.process and self.process.poll() == _RESTART:
                    self.process = self._start()
                time.sleep(0.05)
        self.close()
        raise TimeoutError("LibreOffice did not answer")

    def _kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def open(self, path: Path, **how: object) -> Any:
        """Return a document; a LibreOffice that went down in the meantime is started anew."""
        self._revive()
        if self.process is not None:
            self._watch()
        return self.desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, properties(Hidden=True, **how))

    def close_document(self, document: Any) -> None:
        """Close a document.

        LibreOffice 7.4 may crash where it closes one into which sheets of another were copied; what was tested is over by
        then, and the next document gets a new LibreOffice.
        """
        with contextlib.suppress(Exception):
            document.close(True)
        self._revive()

    def _revive(self) -> None:
        if self.process is not None and not self._answers():
            self._end()
            self._begin()

    def _answers(self) -> bool:
        try:
            self.desktop.Components.hasElements()
        except Exception:  # UNO raises its own kinds when the other side is gone
            return False
        return True

    def close(self) -> None:
        """End the process and remove its profile."""
        if self.process is not None:
            self._end()

    def _end(self) -> None:
        assert self.process is not None, "only what was started is ended"
        if self.watch is not None:
            self.watch.cancel()
        if self.process.poll() is None:
            with contextlib.suppress(Exception):
                self.desktop.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self._kill()
        shutil.rmtree(self.profile, ignore_errors=True)
