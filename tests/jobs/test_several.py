"""Several machines: one session over two web processes, a batch and an import on three workers, one killed in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.jobs import several


@pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)
def test_a_worker_killed_in_the_middle_costs_time_and_nothing_else(empty_url: str, tmp_path: Path) -> None:
    found = several.work(tmp_path, empty_url, letters=5, rows=3_000)
    assert found.webs == 2
    assert 0 < found.before_death < 3_000
    assert found.applications == 3_000
    assert (found.batches, found.twice) == (1, 0)
