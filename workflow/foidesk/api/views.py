"""A part of the worklist as the API names it: for lists, exports, and the views that people keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from foidesk.desk.worklists import addresses
from foidesk.desk.worklists.views import Show, View
from foidesk.errors import DeskError
from foidesk.rules.outcomes import Outcome
from foidesk.rules.vocabulary import Channel
from foidesk.store.listing import Order

Plain = r"^[^\x00-\x1f]+$"
_LINES = frozenset(outcome.code for outcome in Outcome)


class Filters(BaseModel):
    """Which applications, and in which order."""

    model_config = ConfigDict(extra="forbid")

    show: Show = Show.ALL
    order: Order = Order.TARGET
    within: Annotated[int, Field(ge=0, le=addresses.MOST_DAYS)] | None = Field(
        None, description="Due within so many working days."
    )
    handler: Annotated[str, Field(max_length=addresses.LONGEST, pattern=Plain)] | None = None
    channel: Channel | None = None
    outcome: Annotated[str, Field(max_length=10)] | None = Field(
        None, description="The line of the annual report, as in /reference/outcomes."
    )
    year: Annotated[int, Field(ge=addresses.YEARS[0], le=addresses.YEARS[1])] | None = None

    def view(self) -> View:
        """As the desk takes it. DeskError for an unknown outcome."""
        if self.outcome is not None and self.outcome not in _LINES:
            raise DeskError(f"没有结果“{self.outcome}”。", do="请按 /reference/outcomes 核对。")
        return View(
            show=self.show,
            within=self.within,
            handler=self.handler,
            channel=self.channel,
            line=self.outcome,
            year=self.year,
            order=self.order,
        )


def filters(said: Mapping[str, str]) -> Filters:
    """The filters of a view that was kept as an address. DeskError for one that can no longer be read."""
    view = addresses.read(said)
    return Filters(
        show=view.show,
        order=view.order,
        within=view.within,
        handler=view.handler,
        channel=view.channel,
        outcome=view.line,
        year=view.year,
    )
