"""Questions to the file system that are always answered: a missing permission or a link that turns in a circle is a no, not an exception."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_WHY = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "磁盘放不下这么大的文件",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOENT: "文件夹不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EBUSY: "正被其他程序使用",
    errno.EIO: "磁盘出错",
}


def is_folder(path: Path) -> bool:
    """Whether a folder stands there, as far as one may see."""
    return os.path.isdir(path)  # noqa: PTH112  # Path.is_dir raises where a folder above may not be entered


def exists(path: Path) -> bool:
    """Whether anything stands there, as far as one may see; also a link that leads nowhere."""
    return os.path.lexists(path)


def real(path: Path) -> Path:
    """Return where a path leads, through all links; of a link that turns in a circle as far as one comes."""
    return Path(os.path.realpath(path))


def known(error: OSError) -> bool:
    """Whether a person can do something about what the system refuses."""
    return error.errno in _WHY


def why(error: OSError) -> str:
    """Return why the system refuses something, in Chinese."""
    return _WHY.get(error.errno or 0, f"系统错误{error.errno or ''}")
