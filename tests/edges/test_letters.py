"""Who asks for it reads every Urdu page in Nastaliq, at whatever computer, and goes back with the same button."""

from flask.testing import FlaskClient

from tests.edges.test_floor import app, browser, floor
from tests.edges.test_sign_in import sign_in, token
from tests.given_floor import Floor

__all__ = ["app", "browser", "floor"]  # fixtures


def choose(browser: FlaskClient, **wish: str) -> str:
    here = {"csrf_token": token(browser.get("/breaks/").text), "next": "/breaks/"}
    return browser.post("/language", data=here | wish, follow_redirects=True).text


def test_all_urdu_in_nastaliq_is_a_choice_of_hers_that_stays(browser: FlaskClient, floor: Floor) -> None:
    sign_in(browser, "gulshan")
    english = choose(browser, nastaliq="on")
    assert 'data-test="nastaliq"' not in english, "there is no choice of letters in English"
    urdu = choose(browser, language="ur")
    assert 'lang="ur" dir="rtl" class="all-nastaliq"' in urdu
    assert 'value="off"' in urdu
    assert "all-nastaliq" not in choose(browser, nastaliq="off")
