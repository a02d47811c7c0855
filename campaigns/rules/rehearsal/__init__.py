"""The rehearsal: a campaign in virtual time, by the real rules."""
