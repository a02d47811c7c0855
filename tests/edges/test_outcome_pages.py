"""An office chooses what its agents may log; a key means the same in every campaign."""

from campaigns.rules.outcomes import Outcome
from tests.edges.test_desk import Desk, in_talk, wish
from tests.edges.test_script_pages import centre, office
from tests.given_office import Office

__all__ = ["centre", "office"]  # fixtures


def test_agents_log_what_the_office_has_chosen_under_the_same_keys(office: Office) -> None:
    desk = Desk(office.centre.app)
    desk.open(office.centre.floor.campaign.id)
    office.page = office.browser.get(f"{office.at}/outcomes").text
    scripted = ["call_later", "wrong_number", "refused", "died"]
    assert office.send(f"{office.at}/outcomes", outcome=scripted[1:]).status_code == 422
    assert "The script leads to an outcome that the campaign has left out" in office.page
    assert office.send(f"{office.at}/outcomes", outcome="went_fishing").status_code == 422
    assert office.send(f"{office.at}/outcomes", outcome=scripted).status_code == 302
    call_id = in_talk(office.centre, desk)
    assert [(one["key"], one["word"]) for one in desk.now()["outcomes"]] == [
        *(("1", "completed"), ("2", "call_later"), ("3", "wrong_number"), ("4", "not_available"), ("5", "refused")),
        *(("7", "died"), ("8", "cut_off"), ("9", "opt_out")),
    ]
    refused = desk.do("outcome", **wish(call_id, Outcome.OTHER_LANGUAGE))
    assert (refused.status_code, refused.json["because"]) == (409, "outcome_unknown")
    assert desk.do("outcome", **wish(call_id, Outcome.REFUSED)).status_code == 200
