"""What can go wrong between a caller and WeCom, on demand."""

from dataclasses import dataclass
from typing import ClassVar

from tests.wecom.replies import Reply, html, refusal

TOKEN_CODES = frozenset({40014, 42001})


@dataclass(frozen=True)
class Fault:
    """How one request goes wrong: wait, do or do not process it, then answer, answer wrongly or hang up."""

    wait_before: float = 0.0
    """Seconds of silence before the request is looked at; a caller who leaves meanwhile was not heard."""
    processes: bool = True
    wait_after: float = 0.0
    """Seconds of silence between the effect and the answer."""
    hangs_up: bool = False
    """The connection is closed without a byte of answer."""
    cuts_short: bool = False
    """The connection is closed in the middle of the answer; HTTP only."""
    instead: Reply | None = None
    """What is answered in place of the truth."""
    voids_token_with: int = 0
    """40014 or 42001: the token is really dead from now on, as it would be."""

    HTTP_500: ClassVar["Fault"]
    HTML_INSTEAD_OF_JSON: ClassVar["Fault"]
    DROP_BEFORE: ClassVar["Fault"]
    DROP_AFTER_ACCEPT: ClassVar["Fault"]
    CUT_SHORT: ClassVar["Fault"]

    @classmethod
    def HTTP(cls, status: int) -> "Fault":  # noqa: N802 - reads like the constants beside it
        """Return: not processed, answered with this status and a page."""
        return cls(processes=False, instead=html(status))

    @classmethod
    def HANG(cls, seconds: float) -> "Fault":  # noqa: N802
        """Return: silence, then processed and answered if the caller is still there."""
        return cls(wait_before=seconds)

    @classmethod
    def HANG_AFTER_ACCEPT(cls, seconds: float) -> "Fault":  # noqa: N802
        """Return: processed at once, answered only after this silence."""
        return cls(wait_after=seconds)

    @classmethod
    def ERRCODE(cls, code: int) -> "Fault":  # noqa: N802
        """Return: not processed, answered with this code; 40014 and 42001 also void the token."""
        voids = code if code in TOKEN_CODES else 0
        return cls(processes=False, instead=refusal(code), voids_token_with=voids)


Fault.HTTP_500 = Fault.HTTP(500)
Fault.HTML_INSTEAD_OF_JSON = Fault.HTTP(200)
Fault.DROP_BEFORE = Fault(processes=False, hangs_up=True)
Fault.DROP_AFTER_ACCEPT = Fault(hangs_up=True)
Fault.CUT_SHORT = Fault(cuts_short=True)

_PLAIN = {
    name: getattr(Fault, name)
    for name in ("HTTP_500", "HTML_INSTEAD_OF_JSON", "DROP_BEFORE", "DROP_AFTER_ACCEPT", "CUT_SHORT")
}
_WITH_SECONDS = {"HANG": Fault.HANG, "HANG_AFTER_ACCEPT": Fault.HANG_AFTER_ACCEPT}
_WITH_NUMBER = {"HTTP": Fault.HTTP, "ERRCODE": Fault.ERRCODE}


def fault_named(name: str, value: float = 0) -> Fault:
    """Return the fault that a control request names. Raises KeyError where there is none."""
    if name in _PLAIN:
        fault: Fault = _PLAIN[name]
        return fault
    if name in _WITH_SECONDS:
        return _WITH_SECONDS[name](value)
    return _WITH_NUMBER[name](int(value))
