"""`raabta doctor`: looks at everything that Raabta needs; each line says that it is well, or what to do."""

import sys
from collections.abc import Callable, Iterator

import click
from redis.exceptions import RedisError

from campaigns.house import House, open_house
from campaigns.sheets.signing_key import NoKeyError, signing_key
from campaigns.store.calls.calls_in import caller_numbers, earlier_caller_numbers
from campaigns.store.migrate import is_current
from campaigns.store.session import EVERYTHING, NOBODY, DatabaseAway, DatabaseTrouble
from campaigns.store.totals.counting_anew import campaigns_counted_wrong
from campaigns.telephony.failures import AuthFailed, CallerIdRefused, NoFunds, TelephonyError
from config import WrongSettingError, read_settings
from workers.carrier_clock import seconds_apart
from workers.servers_away import NO_REDIS, database_in_words

CLOCKS_APART = 5.0  # seconds
WELL = "OK"
STOPPED = "Has stopped our account, most often because it has no funds: top it up at the phone company."
Finding = str | None  # what to do; None, or words that begin with OK, when all is well


@click.command()
def doctor() -> None:
    """Check settings, database, Redis, carrier, clock and migrations; say what to do. Exit code 1 on a problem."""
    problems = sum(_say(name, finding) for name, finding in findings())
    sys.exit(1 if problems else 0)


def findings() -> Iterator[tuple[str, Finding]]:
    """Return what was looked at, in order, and what to do about it."""
    try:
        settings = read_settings()
    except WrongSettingError as wrong:
        yield "settings", str(wrong)
        return
    yield "settings", None
    house = open_house(settings, pool_size=1)
    looks: tuple[tuple[str, Callable[[House], Finding]], ...] = (
        ("database", _database),
        ("migrations", _migrations),
        ("redis", _redis),
        ("carrier", _carrier),
        ("clock", _clock),
        ("calls in", calls_in),
        ("calls out", _calls_out),
        ("signing", _signing),
        ("totals", _totals),
    )
    try:
        for name, look in looks:
            yield name, look(house)
    finally:
        house.close()


def _say(name: str, finding: Finding) -> bool:
    click.echo(f"{name:<11} {WELL if finding is None else finding}")
    return finding is not None and not finding.startswith(WELL)


def _database(house: House) -> Finding:
    try:
        with house.db.transaction(NOBODY):
            return None
    except DatabaseTrouble as trouble:
        if (words := database_in_words(trouble, house.settings)) is None:
            raise  # a server that is there and new enough, and still refuses, is not well
        return words


def _migrations(house: House) -> Finding:
    try:
        return None if is_current(house.settings.database_url) else "Not the newest: run `raabta migrate`."
    except DatabaseAway:
        return "Cannot be seen without the database."


def _redis(house: House) -> Finding:
    try:
        house.redis.ping()
    except RedisError:
        return NO_REDIS
    return None


def _carrier(house: House) -> Finding:
    settings = house.settings
    try:
        next(iter(house.telephony.list_live()), None)
    except NoFunds:
        return STOPPED
    except AuthFailed:
        return "Refuses our keys: correct TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."
    except TelephonyError as trouble:
        start = "start it with `raabta run`, or " if settings.carrier_name == "sandbox" else ""
        said = f" (HTTP {trouble.http_status})" if trouble.http_status else ""
        return f"Does not answer{said}: {start}correct CARRIER_BASE_URL ({settings.carrier_base_url})."
    return None


def calls_in(house: House) -> Finding:
    """The sandbox carrier brings every call in to our hooks; Twilio those of numbers that are set so.

    People ring back the number that they saw: one from which a campaign called earlier counts too, while it is ours.
    """
    if house.settings.carrier_name == "sandbox":
        return None
    try:
        with house.db.transaction(EVERYTHING) as session:
            numbers, earlier = caller_numbers(session), earlier_caller_numbers(session)
        silent = house.telephony.numbers_not_ringing_us([*numbers, *earlier])
        given_back = [number for number in silent if number in earlier and _is_refused(house, number)]
    except (DatabaseTrouble, TelephonyError):
        return "Cannot be compared without database and carrier."
    ours = [number for number in silent if number not in given_back]
    hook = f"{house.settings.hooks_base_url}/hooks/calls-in"
    where = f"voice URL {hook} (POST), fallback {hook}/fallback, status callback {hook}/status (POST)"
    if ours:
        return f"Calls to {', '.join(ours)} do not come here: set at Twilio for each {where}."
    which = ", ".join(given_back)
    return f"{WELL}, but who rings {which} back reaches nobody: it is not ours any more." if given_back else None


def _calls_out(house: House) -> Finding:
    """Every caller number of a campaign at work must be the account's own or verified there."""
    try:
        with house.db.transaction(EVERYTHING) as session:
            numbers = caller_numbers(session)
        refused = [number for number in numbers if _is_refused(house, number)]
    except NoFunds:
        return STOPPED
    except (DatabaseTrouble, TelephonyError):
        return "Cannot be asked about without database and carrier."
    which = ", ".join(refused)
    return f"The carrier lets nobody be called from {which}: have it verified there." if refused else None


def _is_refused(house: House, number: str) -> bool:
    try:
        house.telephony.check_caller_number(number)
    except CallerIdRefused:
        return True
    return False


def _totals(house: House) -> Finding:
    """Totals of areas are kept call by call; here all cases are counted anew."""
    try:
        with house.db.transaction(EVERYTHING) as session:
            wrong = campaigns_counted_wrong(session)
    except DatabaseTrouble:
        return "Cannot be compared without the database."
    return f"The totals of {len(wrong)} campaigns are wrong: run `raabta count-anew`, and tell us." if wrong else None


def _signing(house: House) -> Finding:
    try:
        return (
            f"{WELL}, accounts are frozen with the public key {signing_key(house.settings.certificate_key_file).public}"
        )
    except NoKeyError as lacking:
        return f"Accounts cannot be frozen. {lacking}"


def _clock(house: House) -> Finding:
    apart = seconds_apart(house)
    if apart is None:
        return "Cannot be compared: the carrier does not answer, or tells no time."
    if apart > CLOCKS_APART:
        return f"This machine's clock and the carrier's are {apart:.0f} s apart: switch time synchronisation on."
    return None
