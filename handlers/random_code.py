"""Codes that nobody can guess and everybody can read aloud."""

import secrets

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
"""Without what is easily taken for something else: 0 and O, 1 I L, 2 Z, 5 S, 8 B, U V."""
LENGTH = 8
"""78 thousand million codes: none is found by trying, and each is typed in a moment."""


def new_code() -> str:
    """Return a code that nobody had before, as good as certainly."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
