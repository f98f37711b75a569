"""How the program refuses: what happened, why, and what to do now."""


class DeskError(Exception):
    """A refusal in three parts, in Chinese, for the person at the desk.

    `what` happened, `why` (naming the provision where there is one), and what to `do` now.
    Nothing has been written when one is raised.
    """

    def __init__(self, what: str, *, why: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.do = do

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.why, self.do) if part)
