"""What every answer of the pages tells the browser, and what an error tells the person."""

import gzip
from dataclasses import replace

import brotli
import pytest
from flask import Flask, abort
from redis import Redis

from agent_ui.app import create_app
from agent_ui.static_files import STATIC
from campaigns.store.session import EVERYTHING, Database
from config import Settings
from tests.given_house import given_house


@pytest.fixture
def settings(database_url: str, redis_url: str) -> Settings:
    return Settings(database_url=database_url, redis_url=redis_url, secret_key="k" * 40)


@pytest.fixture
def app(settings: Settings, db: Database, redis: Redis) -> Flask:
    return create_app(settings, built=given_house(db, redis, settings))


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/static/app.css", "/admin/"])
def test_no_answer_may_be_framed_sniffed_or_run_foreign_scripts(app: Flask, path: str) -> None:
    headers = app.test_client().get(path, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_each_page_has_a_nonce_of_its_own(app: Flask) -> None:
    browser = app.test_client()
    policies = {browser.get("/sign-in").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


def test_pages_may_hear_the_event_stream_and_with_a_real_carrier_its_sound(settings: Settings) -> None:
    def policy(some: Settings) -> str:
        app = create_app(some)
        try:
            return app.test_client().get("/sign-in").headers["Content-Security-Policy"]
        finally:
            app.extensions["house"].close()

    assert settings.live_base_url in policy(settings)
    assert "twilio" not in policy(settings)
    assert "wss://*.twilio.com" in policy(replace(settings, carrier_name="twilio"))


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask) -> None:
    cookie = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_by_https_the_cookie_is_secure_and_the_browser_stays_there(settings: Settings, redis: Redis) -> None:
    app = create_app(replace(settings, public_base_url="https://raabta.example.org"))
    answer = app.test_client().get("/sign-in", base_url="https://raabta.example.org")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    app.extensions["house"].close()


def test_pages_leave_no_copy_on_a_shared_computer_but_static_files_stay_for_ever(app: Flask) -> None:
    browser = app.test_client()
    assert browser.get("/sign-in").headers["Cache-Control"] == "no-store"
    assert "immutable" in browser.get("/static/app.css?v=0123", buffered=True).headers["Cache-Control"]
    assert browser.get("/static/app.css", buffered=True).headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in browser.get("/static/app.css", buffered=True).headers


def test_style_sheets_travel_packed_and_pages_do_not(app: Flask) -> None:
    browser, unpacked = app.test_client(), (STATIC / "app.css").read_bytes()
    old = browser.get("/static/app.css?v=0123", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert (old.headers["Content-Encoding"], gzip.decompress(old.data)) == ("gzip", unpacked)
    wish = {"Accept-Encoding": "gzip, br"}
    sheet = browser.get("/static/app.css?v=0123", headers=wish, buffered=True)
    assert (sheet.headers["Content-Encoding"], brotli.decompress(sheet.data)) == ("br", unpacked)
    again = browser.get("/static/app.css", headers=wish | {"If-None-Match": sheet.headers["ETag"]}, buffered=True)
    assert again.status_code == 304
    assert "Content-Encoding" not in browser.get("/sign-in", headers=wish).headers
    assert "Content-Encoding" not in browser.get("/static/app.css", buffered=True).headers


def test_forwarded_addresses_count_only_behind_a_proxy_of_ours(settings: Settings, redis: Redis) -> None:
    def seen(some: Settings) -> str:
        app = create_app(some)

        @app.get("/address")
        def address() -> str:
            from flask import request

            return request.remote_addr or ""

        try:
            return app.test_client().get("/address", headers={"X-Forwarded-For": "10.1.1.1, 10.2.2.2"}).text
        finally:
            app.extensions["house"].close()

    assert seen(settings) == "127.0.0.1"
    assert seen(replace(settings, trusted_proxies=1)) == "10.2.2.2"


@pytest.mark.parametrize(("code", "words"), [(400, "load the page again"), (413, "Split the file"), (503, "is safe")])
def test_an_error_says_what_happened_and_what_to_do(app: Flask, code: int, words: str) -> None:
    app.add_url_rule("/broken", view_func=lambda: abort(code))
    answer = app.test_client().get("/broken")
    assert answer.status_code == code
    assert words in answer.text


def test_a_mistake_of_ours_shows_no_inner_words(app: Flask) -> None:
    def broken() -> str:
        raise RuntimeError("phone +911234567890")

    app.add_url_rule("/broken", view_func=broken)
    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "+91" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_without_the_database_pages_say_so_and_do_not_break(settings: Settings) -> None:
    app = create_app(replace(settings, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none"))
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["user"] = "6f1f4d2a-0000-4000-8000-000000000000"
    answer = browser.get("/admin/")
    assert answer.status_code == 503
    assert "Try again in a minute." in answer.text
    app.extensions["house"].close()


def test_pages_of_a_signed_out_person_see_no_departments_rows(app: Flask, db: Database) -> None:
    from agent_ui.sign_in.access import current_scope

    with app.test_request_context("/"):
        assert current_scope() != EVERYTHING
