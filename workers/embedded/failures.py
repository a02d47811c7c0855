"""What is raised when a server of ours does not start."""


class CannotStartError(Exception):
    """A server did not start; the message says why and where its log is."""
