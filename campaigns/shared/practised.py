"""In which languages an agent may take real calls of a campaign: those in which she has passed its practice calls."""

from campaigns.rules.practice.practice import live_languages, practised_in
from campaigns.rules.refusals import Refusal
from campaigns.store.practice import practice_passed
from campaigns.store.scripts import script_document
from campaigns.store.session import Session
from campaigns.store.tables import Campaign, User


def languages_to_work(session: Session, user: User, campaign: Campaign) -> list[str] | Refusal:
    """Return them; a campaign that asks for practice refuses whoever has not passed it with this version of its script."""
    spoken = list(user.languages)
    version = campaign.script_version_id
    document = script_document(session, version) if version and campaign.practice_calls > 0 else None
    if document is None:
        return spoken  # nothing to practise
    written: list[str] = document["languages"]
    passed = practice_passed(session, user.id, version)
    mine = live_languages(spoken, written, passed, required=campaign.practice_calls)
    if mine is not None:
        return mine
    if not practised_in(spoken, written):
        return Refusal("script_lacks_language", "The script is in none of your languages. Ask your supervisor.")
    return Refusal(
        "practice_first", "Pass the practice calls of this script first: choose Practise beside the campaign."
    )
