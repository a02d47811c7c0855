"""The agent's desk: start page, the desk itself, its state as JSON and what an agent can do at it."""

from agent_ui.desk.actions import actions
from agent_ui.desk.answering import answering
from agent_ui.desk.at_desk import know_the_desk
from agent_ui.desk.entries import entries
from agent_ui.desk.messages import messages
from agent_ui.desk.pages import pages
from agent_ui.desk.reading import reading
from agent_ui.desk.referring import referring
from agent_ui.desk.voice_acts import voice

asking = (reading, actions, entries, messages, referring, voice)  # as long as a desk is open
for blueprint in asking:
    blueprint.before_request(know_the_desk)
blueprints = (pages, answering, *asking)  # an answer finds its desk itself
