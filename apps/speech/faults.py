"""What goes wrong with speech recognition, by name."""


class EngineFault(Exception):
    """`code` is stable; the text tells an administrator what to do."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
