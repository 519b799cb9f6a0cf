"""What stops a command: one sentence that says what to do."""


class Trouble(Exception):
    """A condition the operator can mend. The command line prints the sentence and leaves with exit code 1."""
