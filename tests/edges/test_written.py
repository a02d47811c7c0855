"""Whoever has no browser gets accounts and reports in her own language too, written by a process of the pages."""

from pathlib import Path

from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from agent_ui.written import write
from campaigns.rules.accounts.written_order import FileKind, Written, WrittenOrder
from campaigns.rules.refusals import Refusal
from tests.edges.test_report_pages import centre as centre
from tests.given_centre import Centre, from_now_on
from tests.given_floor import DISTRICT, NOW, PATTAN
from workers.commands.account import account


def order(centre: Centre, **more: object) -> WrittenOrder:
    wish = {"what": Written.REPORT, "kind": FileKind.XLSX, "language": "ur", "area_id": DISTRICT} | more
    return WrittenOrder(campaign_id=centre.floor.campaign.id, at=NOW, **wish)  # type: ignore[arg-type]


def test_a_sent_report_speaks_the_language_of_its_readers_and_names_no_agent(centre: Centre, tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    assert write(centre.db, WrittenOrder.of_json(order(centre).as_json()), target) is None
    book = CalamineWorkbook.from_path(str(target))
    assert book.sheet_names == ["شرحیں", "نتیجے", "درجے", "جواب", "اوقات"]
    told = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    assert "Asma" not in told
    assert "Reached" not in told
    nobody = write(centre.db, order(centre, area_id=PATTAN), target)
    assert isinstance(nobody, Refusal)
    assert nobody.because == "nobody_selected"
    unknown = write(centre.db, order(centre, language="xx"), target)
    assert isinstance(unknown, Refusal)
    assert unknown.because == "language_unknown"


def test_the_account_is_written_for_people_at_the_command_line(
    centre: Centre, tmp_path: Path, database_url: str, redis_url: str
) -> None:
    settings = from_now_on(database_url, redis_url)
    here = {"DATABASE_URL": settings.database_url, "REDIS_URL": settings.redis_url, "SECRET_KEY": settings.secret_key}
    out = tmp_path / "account.pdf"
    words = [centre.floor.campaign.slug, "--format", "pdf", "--language", "hi", "--out", str(out)]
    done = CliRunner().invoke(account, words, env=here)
    assert done.exit_code == 0, done.output
    assert out.read_bytes().startswith(b"%PDF-")
    assert [file.name for file in tmp_path.iterdir()] == ["account.pdf"]
