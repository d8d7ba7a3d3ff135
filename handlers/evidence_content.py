"""The pictures of a hazard themselves, for what is drawn of them."""

from handlers import evidence_joining as joining
from handlers.intent import Asking
from storage.hazards import Hazard
from storage.vocabulary import EvidenceKind, EvidenceState, Phase


def pictures(hazard: Hazard, phase: Phase, asking: Asking) -> list[bytes]:
    """Return the pictures of this phase, oldest first; those whose file cannot be read are left out."""
    found = []
    for use, one in joining.of_hazard(hazard, asking):
        if use.phase is phase and one.kind is EvidenceKind.IMAGE and one.state is EvidenceState.STORED:
            try:
                found.append((asking.desk.data_dir / one.file).read_bytes())
            except OSError:
                continue
    return found


def phases(hazard: Hazard, asking: Asking) -> set[Phase]:
    """Return of which phases somebody has sent a picture, fetched or not."""
    shown = joining.of_hazard(hazard, asking)
    return {use.phase for use, one in shown if one.kind is EvidenceKind.IMAGE}
