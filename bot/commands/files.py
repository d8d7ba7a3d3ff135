"""Why a file of the command line cannot be read or written, in plain Chinese."""

import errno

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.ENAMETOOLONG: "文件名太长",
}


def why(error: OSError) -> str:
    """Return what stood in the way."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")
