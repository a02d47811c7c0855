"""A wrong setting stops the start with its name and what it should be; all of them at once."""

import pytest

from config import Settings, WrongSettingError, read_settings

RIGHT = {
    "DATABASE_URL": "postgresql+psycopg://raabta@/raabta",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "SECRET_KEY": "a key of at least thirty-two characters",
}

REAL = {
    **RIGHT,
    "CARRIER_NAME": "twilio",
    "TWILIO_ACCOUNT_SID": "AC" + "1f" * 16,
    "TWILIO_AUTH_TOKEN": "b5f0c9e27d3a41c8",
    "PUBLIC_BASE_URL": "https://raabta.example.org",
    "HOOKS_BASE_URL": "https://hooks.example.org",
    "LIVE_BASE_URL": "https://raabta.example.org",
}


def test_three_settings_are_enough() -> None:
    settings = read_settings(RIGHT)
    assert settings.database_url == RIGHT["DATABASE_URL"]
    assert settings.carrier_name == "sandbox"
    assert settings.clock.speed == 1.0


@pytest.mark.parametrize("name", RIGHT)
def test_a_missing_setting_names_itself(name: str) -> None:
    with pytest.raises(WrongSettingError, match=f"{name} is not set: it must be"):
        read_settings({key: value for key, value in RIGHT.items() if key != name})


@pytest.mark.parametrize(
    ("name", "wrong", "should_be"),
    [
        ("DATABASE_URL", "mysql://raabta", "must be an address like postgresql"),
        ("DATABASE_URL", "postgresql://raabta@/raabta", r"postgresql\+psycopg"),
        ("REDIS_URL", "127.0.0.1:6379", "must be an address like redis://"),
        ("SECRET_KEY", "short", "at least 32"),
        ("PUBLIC_BASE_URL", "raabta.example.org", "must be an address like https://"),
        ("HOOKS_BASE_URL", "", "must be an address like https://"),
        ("CARRIER_NAME", "somebody", "must be sandbox or twilio"),
        ("TWILIO_ACCOUNT_SID", "SK123", "34 characters that begin with AC"),
        ("CALLS_PER_SECOND", "0", "above 0"),
        ("CALLS_PER_SECOND", "inf", "above 0"),
        ("CONCURRENT_CALLS", "2.5", "whole number"),
        ("CLOCK_SPEED", "-1", "above 0"),
        ("CLOCK_START", "2026-11-23T10:00:00", "with its offset"),
        ("CLOCK_ORIGIN", "noon", "seconds since 1970"),
        ("MAX_UPLOAD_BYTES", "a lot", "whole number"),
        ("INGEST_STATEMENT_SECONDS", "0", "above 0"),
        ("INGEST_LOCK_SECONDS", "soon", "above 0"),
    ],
)
def test_a_wrong_setting_says_what_it_should_be(name: str, wrong: str, should_be: str) -> None:
    with pytest.raises(WrongSettingError, match=f"(?m)^{name} .*{should_be}"):
        read_settings({**RIGHT, name: wrong})


def test_all_wrong_settings_are_told_at_once() -> None:
    with pytest.raises(WrongSettingError) as told:
        read_settings({"REDIS_URL": "nowhere", "CLOCK_SPEED": "fast"})
    assert [line.split()[0] for line in str(told.value).splitlines()] == [
        "REDIS_URL",
        "CLOCK_SPEED",
        "DATABASE_URL",
        "SECRET_KEY",
    ]


def test_a_real_carrier_needs_its_keys_and_addresses() -> None:
    with pytest.raises(WrongSettingError) as told:
        read_settings({**RIGHT, "CARRIER_NAME": "twilio"})
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "HOOKS_BASE_URL", "PUBLIC_BASE_URL", "LIVE_BASE_URL"):
        assert f"{name} must be set when CARRIER_NAME is twilio." in str(told.value)


def test_with_its_keys_and_addresses_a_real_carrier_is_reached_by_https() -> None:
    assert read_settings(REAL).carrier_base_url == "https://api.twilio.com"


@pytest.mark.parametrize(
    ("name", "unsafe"),
    [
        ("SECRET_KEY", "0" * 40),
        ("TWILIO_AUTH_TOKEN", Settings.twilio_auth_token),
        ("TWILIO_ACCOUNT_SID", Settings.twilio_account_sid),
        ("PUBLIC_BASE_URL", "http://raabta.example.org"),
        ("HOOKS_BASE_URL", "http://hooks.example.org"),
        ("LIVE_BASE_URL", "http://raabta.example.org"),
        ("CARRIER_BASE_URL", "http://api.twilio.com"),
        ("CLOCK_SPEED", "10"),
        ("CLOCK_START", "2026-11-23T10:00:00+05:30"),
    ],
)
def test_nobody_real_is_called_with_the_sandboxs_keys_without_https_or_by_a_rehearsals_clock(
    name: str, unsafe: str
) -> None:
    with pytest.raises(WrongSettingError, match=f"(?m)^.*{name}.* when CARRIER_NAME is twilio"):
        read_settings({**REAL, name: unsafe})


def test_a_sandbox_that_others_reach_does_not_trust_the_keys_that_everybody_knows() -> None:
    shown_around = {**RIGHT, "HOOKS_BASE_URL": "https://trial.example.org"}
    with pytest.raises(WrongSettingError, match="TWILIO_AUTH_TOKEN must be your own"):
        read_settings(shown_around)
    assert read_settings({**shown_around, "TWILIO_AUTH_TOKEN": "b5f0c9e27d3a41c8"}).carrier_name == "sandbox"


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(AttributeError):
        read_settings(RIGHT).clock_speed = 2.0  # type: ignore[misc]  # the point of the test


def test_the_message_never_shows_what_was_written() -> None:
    with pytest.raises(WrongSettingError) as told:
        read_settings({**RIGHT, "SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(told.value)
