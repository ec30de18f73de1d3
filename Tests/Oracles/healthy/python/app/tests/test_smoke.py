"""What the service asks of itself."""

from pathlib import Path

CASES = (Path(__file__).parent / "cases.txt").read_text().split()


def test(application):
    return {"routes": len(list(application.url_map.iter_rules())), "cases": len(CASES)}
