"""Who may see, write, verify and end what in the registers of an institution: one door; pure."""

from handlers.rules.access import Standing
from storage.vocabulary import RegisterKind, Role

_OF_THE_UNIT = frozenset({Role.HEAD, Role.SAFETY_OFFICER})
_ONLY_ABOVE = frozenset({RegisterKind.BENCHMARK})


def may_see(standing: Standing, role: Role) -> bool:
    """Return whether such a person is shown the registers: head, safety officer, and the offices above."""
    return standing is Standing.SUPERIOR or (standing is Standing.MEMBER and role in _OF_THE_UNIT)


def may_write(kind: RegisterKind, standing: Standing, role: Role) -> bool:
    """Return whether such a person may enter, change and end an entry; a benchmark is approved from above (T3-2)."""
    return standing is Standing.SUPERIOR or (kind not in _ONLY_ABOVE and may_see(standing, role))


def may_verify(standing: Standing) -> bool:
    """Return whether such a person may say that a certificate is genuine (T2-2): never the unit itself."""
    return standing is Standing.SUPERIOR
