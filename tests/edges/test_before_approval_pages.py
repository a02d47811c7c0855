"""The officer's pages before a list is approved: why its people may be called, and whether all of them are."""

import re
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import func, select

from campaigns.lists.import_list import import_list
from campaigns.rules.roles import Role
from campaigns.store.lists.lawful_bases import noted_basis
from campaigns.store.people.samples import standing_sample
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Case, DrawnRow
from tests.edges.test_lists_pages import WRITTEN, Officer, app, chosen, floor, list_id_of, nadia
from tests.given_floor import NOW, Floor

__all__ = ["app", "floor", "nadia"]  # fixtures of the officer's pages

BLOCKS = ("Hajin",) * 12 + ("Sumbal",) * 8
PEOPLE = "Name,Mobile,District,Block\n" + "".join(
    f"Person{chr(65 + number)} Begum,94190{number:05d},Bandipora,{block}\n" for number, block in enumerate(BLOCKS)
)


@pytest.fixture
def list_id(db: Database, floor: Floor, nadia: Officer) -> UUID:
    """Twenty people in review."""
    page = nadia.upload(floor.campaign.id, PEOPLE)
    list_id = list_id_of(db)
    nadia.post(f"/lists/{list_id}/columns", **chosen(page.text))
    import_list(db, list_id, now=lambda: NOW)
    return list_id


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to an address."""
    form = re.search(rf'<form method="post" action="{action}".*?</form>', page, re.DOTALL)
    assert form, page
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0])
    return {name: unescape(value) for name, value in fields if name != "csrf_token"}


def own_sizes(page: str) -> dict[str, str]:
    """What stands in the fields of the groups."""
    return dict(re.findall(r'form="plan" name="(size-[^"]+)"[^>]* value="(\d+)"', page))


def drawn_rows(db: Database) -> int:
    with db.transaction(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(DrawnRow)) or 0


def test_the_check_page_leads_to_the_lawful_basis_and_then_to_the_approval(
    db: Database, floor: Floor, nadia: Officer, list_id: UUID
) -> None:
    page = nadia.get(f"/lists/{list_id}/check")
    assert "Approve the list" not in page.text
    refused = nadia.post(f"/lists/{list_id}/approve")
    assert (refused.status_code, "Write the lawful basis of this list first" in refused.text) == (409, True)
    page = nadia.get(f"/lists/{list_id}/basis")
    assert "This is what was last written for the campaign." in page.text
    assert 'value="order 1"' in page.text
    assert "Department of pension" in page.text, "a notice to begin from"
    page = nadia.post(f"/lists/{list_id}/basis", **WRITTEN)
    assert all(said in page.text for said in ("SWD/12", "1 Oct 2020", "Nadia", WRITTEN["notice-ur"]))
    page = nadia.post(f"/lists/{list_id}/approve")
    assert "This list opened 20 cases." in page.text
    assert "SWD/12" in page.text, "what it was approved with stays to be seen"
    assert nadia.get(f"/lists/{list_id}/basis").request.path == f"/lists/{list_id}/check"


def test_what_is_missing_is_said_beside_each_field_and_nothing_typed_is_lost(
    db: Database, nadia: Officer, list_id: UUID
) -> None:
    wrong = WRITTEN | {"order_date": "2999-01-01", "keep_until": "", "notice-en": " ", "purpose": "<b>To check</b>"}
    page = nadia.post(f"/lists/{list_id}/basis", **wrong)
    assert page.status_code == 422
    for field, says in (
        ("order_date", "a day that has been"),
        ("keep_until", "Write the day until which"),
        ("notice-en", "Write what people are told in this language"),
    ):
        assert re.search(rf'id="{field}-mistake">[^<]*{says}', page.text), field
    assert "order_number-mistake" not in page.text
    assert "&lt;b&gt;To check&lt;/b&gt;" in page.text
    assert WRITTEN["notice-ur"] in page.text
    with db.transaction(EVERYTHING) as session:
        assert noted_basis(session, list_id) is None


def test_a_sample_is_shown_by_block_before_it_is_drawn(db: Database, nadia: Officer, list_id: UUID) -> None:
    page = nadia.get(f"/lists/{list_id}/sample")
    assert "Everyone: 20 people." in page.text
    page = nadia.get(f"/lists/{list_id}/sample?by=block&shares=proportional&size=5&of=people&at_least=1&seed=lot+7")
    rows = re.findall(
        r"<th scope=.row.>(Hajin|Sumbal)</th>.*?>(\d+)</td>.*?>(\d+)</td>.*?>([\d.]+)</bdi>", page.text, re.S
    )
    assert rows == [("Hajin", "12", "3", "4.00"), ("Sumbal", "8", "2", "4.00")]
    assert drawn_rows(db) == 0
    page = nadia.post(f"/lists/{list_id}/sample", **hidden(page.text, f"/lists/{list_id}/sample"))
    assert page.request.path == f"/lists/{list_id}/check"
    assert "5 of 20 people are called." in page.text
    assert "lot 7" in page.text
    assert drawn_rows(db) == 5


def test_own_sizes_are_written_for_each_group(db: Database, nadia: Officer, list_id: UUID) -> None:
    page = nadia.get(f"/lists/{list_id}/sample?by=block&shares=own&at_least=2&seed=7")
    assert own_sizes(page.text) == {"size-block:25@623": "2", "size-block:32@623": "2"}
    assert page.text.count('form="plan" name="show"') == 1, "both buttons that show send all that is written"
    plan = {"by": "block", "shares": "own", "at_least": "2", "seed": "7", "size": "10", "of": "per_cent"}
    written = {"size-block:25@623": "6", "size-block:32@623": "99"}
    page = nadia.post(f"/lists/{list_id}/sample", **plan, **written, show="yes")
    assert own_sizes(page.text) == {"size-block:25@623": "6", "size-block:32@623": "8"}
    shown = re.search(r'name="shown" value="([^"]+)"', page.text)
    assert shown
    page = nadia.post(f"/lists/{list_id}/sample", **(plan | written | {"at_least": "3"}), shown=shown[1])
    assert (own_sizes(page.text), drawn_rows(db)) == ({"size-block:25@623": "6", "size-block:32@623": "8"}, 0)
    page = nadia.post(f"/lists/{list_id}/sample", **(plan | written | {"shares": "equal"}), show="yes")
    assert 'type="hidden" name="size-block:25@623" value="6"' in page.text, "she may look at other shares and come back"
    nadia.post(f"/lists/{list_id}/sample", **plan, **written, shown=shown[1])
    assert drawn_rows(db) == 14
    assert 'value="6"' in nadia.get(f"/lists/{list_id}/sample").text, "the sample that stands is shown again"


def test_a_sample_that_cannot_be_drawn_is_refused_in_one_sentence(db: Database, nadia: Officer, list_id: UUID) -> None:
    for asked, says in (
        ("by=whole_list&size=21&of=people&seed=7", "The list has 20 people who can be called: draw 20 or fewer."),
        ("by=whole_list&size=&of=people&seed=7", "Write how many people to draw, or how many per cent"),
        ("by=whole_list&size=abc&of=per_cent&seed=7", "Write how many people to draw, or how many per cent"),
        ("by=whole_list&size=NaN&of=per_cent&seed=7", "Write how many people to draw, or how many per cent"),
        ("by=whole_list&size=5&of=people&seed=", "Write a seed of 1 to 60 letters or digits."),
        ("by=block&size=5&of=people&seed=7&at_least=4", "2 groups that give at least 4 each need 8 people"),
        ("by=block&size=5&of=people&seed=7&at_least=0", "Take at least 1 person of each group"),
    ):
        page = nadia.get(f"/lists/{list_id}/sample?{asked}")
        assert says in page.text, asked
        assert "Draw 5 people" not in page.text
    assert nadia.post(f"/lists/{list_id}/sample", by="whole_list", size="99", of="people", seed="7").status_code == 409
    assert drawn_rows(db) == 0


def test_rows_mended_after_the_draw_are_said_and_drawn_again_with_one_click(
    db: Database, floor: Floor, nadia: Officer, list_id: UUID
) -> None:
    nadia.post(f"/lists/{list_id}/sample", by="block", size="5", of="people", at_least="1", seed="lot 7")
    with db.transaction(EVERYTHING) as session:
        sample = standing_sample(session, list_id)
        assert sample is not None
        sample.frame = "as it was before a row was mended"
    nadia.post(f"/lists/{list_id}/basis", **WRITTEN)
    page = nadia.post(f"/lists/{list_id}/approve")
    assert (page.status_code, "draw it again with the same seed" in page.text) == (409, True)
    page = nadia.get(f"/lists/{list_id}/sample")
    nadia.post(f"/lists/{list_id}/sample", **hidden(page.text, f"/lists/{list_id}/sample"))
    page = nadia.post(f"/lists/{list_id}/approve")
    assert "This list opened 5 cases." in page.text
    page = nadia.get(f"/reports/{floor.campaign.id}")
    assert "The account is balanced." in page.text
    assert "not drawn for the sample" in page.text
    assert re.search(r"A sample: 5 of 20 people, seed <bdi[^>]*>lot 7</bdi>", page.text)


def test_everyone_is_called_after_all(db: Database, nadia: Officer, list_id: UUID) -> None:
    nadia.post(f"/lists/{list_id}/sample", by="whole_list", size="25", of="per_cent", seed="7")
    assert drawn_rows(db) == 5
    page = nadia.post(f"/lists/{list_id}/sample/drop")
    assert "Everyone: 20 people." in page.text
    assert "was drawn 1 time" in page.text
    nadia.post(f"/lists/{list_id}/basis", **WRITTEN)
    nadia.post(f"/lists/{list_id}/approve")
    with db.transaction(EVERYTHING) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 20
    assert nadia.post(f"/lists/{list_id}/sample/drop").status_code == 409


def test_the_check_page_says_how_many_speak_a_language_that_no_agent_speaks(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "zara", Role.AGENT, languages=["ur"])
    page = nadia.upload(
        floor.campaign.id,
        "Name,Mobile,District,Block,Language\nFata Begum,9419012345,Bandipora,Hajin,Kashmiri\n"
        "Raja Begum,9419012346,Bandipora,Hajin,Urdu\n",
    )
    list_id = list_id_of(db)
    nadia.post(f"/lists/{list_id}/columns", **chosen(page.text))
    import_list(db, list_id, now=lambda: NOW)
    page = nadia.get(f"/lists/{list_id}/check")
    assert "1 person speaks کٲشُر, and no agent of the centre does." in page.text
    assert "speaks اردو" not in page.text
