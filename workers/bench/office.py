"""The office for which a bench works: a department with its campaign, and a list of it brought as far as is measured."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from campaigns.lists.confirm_columns import confirm_columns
from campaigns.lists.import_list import import_list
from campaigns.lists.receive_list import UploadedFile, receive_list
from campaigns.rules.lists.columns import ColumnMap
from campaigns.set_up.draft_campaign import draft_campaign
from campaigns.set_up.load_areas import load_areas
from campaigns.set_up.set_up_floor import set_up_floor
from campaigns.store.lists.lists import beneficiary_list
from campaigns.store.session import Database, Scope
from campaigns.store.tables import BeneficiaryList
from workers.bench.phases import Phases
from workers.demo.opening import SCRIPT, done
from workers.demo.people import DEMO_PASSWORD, demo_campaign, demo_floor


@dataclass(frozen=True)
class Office:
    """Where the list is imported to."""

    db: Database
    scope: Scope
    campaign_id: UUID

    def list_of(self, list_id: UUID) -> BeneficiaryList:
        """Return a list as it stands."""
        with self.db.transaction(self.scope) as session:
            kept = beneficiary_list(session, list_id)
        if kept is None:
            raise LookupError(list_id)
        return kept

    def bring_to_review(self, path: Path, phases: Phases) -> UUID:
        """Receive a file, confirm its columns as they are guessed, and read it."""
        upload = UploadedFile(path, path.name, max_bytes=1 << 40)
        with phases.phase("receive"):
            list_id = done(receive_list(self.db, self.scope, self.campaign_id, upload, user_id=None, now=now()))
        with phases.phase("confirm"):
            columns = ColumnMap.from_json(self.list_of(list_id).columns)
            done(confirm_columns(self.db, self.scope, list_id, columns, user_id=None, now=now()))
        with phases.phase("import"):
            done(import_list(self.db, list_id, now=now))
        return list_id


def open_office(db: Database) -> Office:
    """Set up a floor with one campaign in an empty database."""
    load_areas(db)
    floor = set_up_floor(db, demo_floor(1), DEMO_PASSWORD, now=now())
    draft = demo_campaign(floor, json.loads(SCRIPT.read_text(encoding="utf-8")), now=now())
    return Office(db, Scope(floor.department_id), draft_campaign(db, floor.department_id, draft, now=now()))


def now() -> datetime:
    """Read the machine's clock."""
    return datetime.now(UTC)
