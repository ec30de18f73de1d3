"""Which commit this is."""

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent / ".git"


def current():
    head = (REPOSITORY / "HEAD").read_text().strip()
    if head.startswith("ref: "):
        head = (REPOSITORY / head[5:]).read_text().strip()
    return head
