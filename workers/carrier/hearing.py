"""Who hears whom in a room: what the sandbox lets tests hear, since nothing is ever said in it."""

from workers.carrier.rooms import Room


def heard_by(room: Room) -> dict[str, list[str]]:
    """Return of each call in a room which other calls hear it now: nobody on hold hears or is heard."""
    heard = dict[str, list[str]]()
    for sid, speaker in room.participants.items():
        silent = speaker.muted or speaker.hold or room.status != "in-progress"
        others = [other for other, one in room.participants.items() if other != sid and not one.hold]
        heard[sid] = [] if silent else [one for one in others if speaker.coaches in (None, one)]
    return heard
