"""Numbers, dates and times as people of all our languages read them: Latin digits, lakh grouping, 24 hours."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_month_names
from flask_babel import get_locale, gettext

from campaigns.rules.reports.bounded_counts import MoreThan

ZONE = "Asia/Kolkata"  # where no campaign says otherwise
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = "\u200e", "\u200f"


def number(value: float) -> str:
    """Return 1234567 as 12,34,567 in every language (Babel's own output differs from one to the other)."""
    if isinstance(value, MoreThan):
        return str(gettext("more than %(number)s", number=number(value.most)))
    sign = "-" if value < 0 else ""
    whole, _, fraction = f"{abs(value):.2f}".partition(".")
    fraction = fraction.rstrip("0")
    head, tail = whole[:-3], whole[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return sign + ",".join([*groups, tail]) + (f".{fraction}" if fraction else "")


def isolated(text: str) -> str:
    """Return a name that runs its own way inside a sentence of ours, where no markup can say so."""
    return f"\u2068{text}\u2069"


def percent(share: float | None) -> str:
    """Return 0.034 as 3.4%, 0.68 as 68%; a dash where there is nothing to share.

    Within a sentence of Arabic letters the sign would go to the other side of its number, without one it stays: a mark
    that nobody sees keeps it on one side, and another one behind it keeps the next number where the sentence has it.
    """
    if share is None:
        return "–"
    points, here = round(share * 100, 1), get_locale()
    said = f"{points:.0f}%" if points >= 10 or points == int(points) else f"{points:.1f}%"
    return f"{_LEFT_TO_RIGHT}{said}{_RIGHT_TO_LEFT}" if here is not None and here.text_direction == "rtl" else said


def clock(seconds: float | timedelta) -> str:
    """Return 134 as 02:14, 5000 as 1:23:20."""
    total = int(seconds.total_seconds() if isinstance(seconds, timedelta) else seconds)
    minutes, rest = divmod(max(total, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def moment(at: datetime, zone: str = ZONE) -> str:
    """Return a moment as 19 Nov, 16:05 where the called people live."""
    local = at.astimezone(ZoneInfo(zone))
    comma: str = gettext("%(day)s, %(time)s", day=day_of_year(local), time=f"{local:%H:%M}")
    return comma


def day(at: date, zone: str = ZONE) -> str:
    """Return a date as 19 Nov 2026."""
    local = at.astimezone(ZoneInfo(zone)) if isinstance(at, datetime) else at
    return f"{local.day} {_month(local.month)} {local.year}"


def day_of_year(at: date) -> str:
    """Return a date as 19 Nov, where the year is known."""
    return f"{at.day} {_month(at.month)}"


def month(written: str) -> str:
    """Return 2026-10 as Oct 2026, and 2026 as it is."""
    year, _, number_of_month = written.partition("-")
    return f"{_month(int(number_of_month))} {year}" if number_of_month else year


def moment_of_year(at: datetime, zone: str = ZONE) -> str:
    """Return a moment as 19 Nov 2026, 16:05 where the called people live: on what is kept longer than a day."""
    said: str = gettext("%(day)s, %(time)s", day=day(at, zone), time=time_of_day(at, zone))
    return said


def time_of_day(at: datetime, zone: str = ZONE) -> str:
    """Return a moment's time as 16:05."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def _month(month: int) -> str:
    return str(get_month_names("abbreviated", locale=get_locale() or "en")[month])
