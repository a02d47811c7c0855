"""The people of a list who speak only languages that no agent of its campaign speaks."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.rules.verdicts import Verdict
from campaigns.store.people.spoken_languages import spoken_languages
from campaigns.store.tables import BeneficiaryList, Campaign, ListRow


def unspoken_rows(session: Session, kept: BeneficiaryList) -> dict[str, int]:
    """Count the accepted rows of a list by language, of those that nobody speaks; most rows first."""
    spoken = spoken_languages(session, session.get_one(Campaign, kept.campaign_id))
    if spoken is None:
        return {}
    language = ListRow.details["person"]["language"].as_string()
    counted = (
        select(language, func.count())
        .where(ListRow.list_id == kept.id, ListRow.verdict == Verdict.ACCEPTED, language.is_not(None))
        .group_by(language)
    )
    found = {tag: rows for tag, rows in session.execute(counted) if tag and tag not in spoken}
    return dict(sorted(found.items(), key=lambda each: -each[1]))
