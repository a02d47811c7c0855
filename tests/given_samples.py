"""A hundred people of three blocks in review, and samples of them."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from campaigns.lists.draw_sample import draw_sample
from campaigns.rules.lists.list_wishes import Sample
from campaigns.rules.lists.sampling import SamplePlan
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import DrawnRow, ListSample
from tests.given_floor import NOW, Floor
from tests.given_list import scope

BLOCKS = ("Hajin",) * 60 + ("Sumbal",) * 30 + ("Gurez",) * 10


def people(numbers: range = range(100)) -> str:
    lines = [
        f"Person{chr(65 + number // 26)}{chr(65 + number % 26)} Begum,94190{number:05d},Bandipora,"
        f"{BLOCKS[number]},{'Male' if number % 4 == 0 else 'Female'}\n"
        for number in numbers
    ]
    return "Name,Mobile,District,Block,Gender\n" + "".join(lines)


def drawn(db: Database, floor: Floor, list_id: UUID, plan: SamplePlan) -> ListSample:
    sample = draw_sample(db, scope(floor), list_id, Sample(plan), user_id=None, now=NOW)
    assert isinstance(sample, ListSample), sample
    return sample


def rows_drawn(db: Database) -> dict[int, Decimal]:
    with db.transaction(EVERYTHING) as session:
        return {row.row: row.weight for row in session.scalars(select(DrawnRow).order_by(DrawnRow.row))}
