"""What is written to a file in a reader's language for whoever has no browser: of which campaign, what and how."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

NOTHING_TO_WRITE: Final = 3  # the exit of the process that writes, when it refuses: its last line says why


class Written(StrEnum):
    """What stands in the file."""

    ACCOUNT = "account"
    REPORT = "report"


class FileKind(StrEnum):
    """Kinds of files whose words are a reader's own; machines' files, as CSV and JSON, need none."""

    XLSX = "xlsx"
    PDF = "pdf"


MEDIA_TYPES: Final = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PDF: "application/pdf",
}


@dataclass(frozen=True)
class WrittenOrder:
    """One file. A report holds nobody's name: neither people's nor agents'."""

    what: Written
    kind: FileKind
    campaign_id: UUID
    language: str
    at: datetime
    area_id: str | None = None

    def as_json(self) -> str:
        """Return it as text, to hand to another process."""
        return json.dumps({**asdict(self), "campaign_id": str(self.campaign_id), "at": self.at.isoformat()})

    @classmethod
    def of_json(cls, written: str) -> "WrittenOrder":
        """Return the order of such a text."""
        found = json.loads(written)
        return cls(
            what=Written(found["what"]),
            kind=FileKind(found["kind"]),
            campaign_id=UUID(found["campaign_id"]),
            language=found["language"],
            at=datetime.fromisoformat(found["at"]),
            area_id=found["area_id"],
        )
