"""Who may come in: only this machine and only its own page, for a sandbox has no passwords."""

from ipaddress import ip_address

from fastapi import HTTPException, Request

_NOT_HERE = "沙盘只能在本机打开，请用 http://127.0.0.1 或 http://localhost 访问"
_NOT_FROM_THE_PAGE = "只接受沙盘页面自己发来的请求"

SAFE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
FILE_HEADERS = {
    # What people send is only ever looked at: nothing in it may run, even where it is opened by itself.
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=86400, immutable",
}


class NotLoopback(Exception):
    """The sandbox was told to listen where others could reach it; the message says so in Chinese."""


def refuse_unless_loopback(host: str) -> None:
    """Let `host` pass as the address to listen on. Raises NotLoopback where other machines could reach it."""
    if not _is_loopback(host):
        raise NotLoopback(f"沙盘没有登录，只能监听本机地址 127.0.0.1，不能监听 {host}")


def from_this_machine(request: Request) -> None:
    """Refuse other machines, and names of other places that lead here (DNS rebinding). Raises HTTPException 403."""
    client = request.client.host if request.client else ""
    if not (_is_loopback(client) and _is_loopback(_without_port(request.headers.get("host", "")))):
        raise HTTPException(403, _NOT_HERE)


def from_this_page(request: Request) -> None:
    """Refuse what another site's page sends through the visitor's browser. Raises HTTPException 403 or 415."""
    _refuse_other_pages(request, "application/json")


def file_from_this_page(request: Request) -> None:
    """Refuse likewise what is no upload of our page. Raises HTTPException 403 or 415."""
    _refuse_other_pages(request, "application/octet-stream")


def _refuse_other_pages(request: Request, content_type: str) -> None:
    origin = request.headers.get("origin")
    if origin is not None and origin != f"{request.url.scheme}://{request.headers.get('host', '')}":
        raise HTTPException(403, _NOT_FROM_THE_PAGE)
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise HTTPException(403, _NOT_FROM_THE_PAGE)
    # A form of another site cannot send such types without asking first, and we never say yes.
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != content_type:
        raise HTTPException(415, _NOT_FROM_THE_PAGE)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
