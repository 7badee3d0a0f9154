"""A reason to stop, told in one sentence."""


class Problem(Exception):
    """Wrong usage, a program that is not there, or a file that is no benchmark file."""
