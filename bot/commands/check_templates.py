"""Which templates of official documents cannot be used: missing, damaged, or with a placeholder that nobody knows."""

from collections.abc import Iterator
from pathlib import Path

from bot.commands.finding import Finding, hint, wrong
from handlers.papers import official_template

AREA = "公文模板"


def template_findings(config_dir: Path) -> Iterator[Finding]:
    """Yield what is wrong with each template, and which files nobody will use."""
    for fault in official_template.faults(config_dir):
        yield wrong(AREA, fault)
    known = {Path(official_template.file_of(one)).name for one in official_template.EXAMPLES}
    for file in sorted((config_dir / official_template.FOLDER).glob("*.docx")):
        # Word keeps 「~$…」 beside a file that somebody has open.
        if file.name not in known and not file.name.startswith("~$"):
            yield hint(AREA, f"{official_template.FOLDER}/{file.name} 用不到；能用的是：{'、'.join(sorted(known))}")
