"""What the OpenAPI document says holds: no failure, no status it does not name."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import status_code_conformance

from foidesk.api.app import create
from foidesk.desk import clients
from foidesk.desk.installation import Installation
from foidesk.desk.office import By
from foidesk.rules.vocabulary import Role

from .test_story import NOW, installation  # noqa: F401


def test_the_document_is_true(installation: Installation) -> None:  # noqa: F811
    token = clients.create(installation.office(), "试验", [Role.CLERK], By("管理员", NOW))[1]
    schema = schemathesis.openapi.from_asgi("/openapi.json", create(installation, lambda: NOW))
    found = [each.ok() for each in schema.get_all_operations()]
    assert len(found) == 8

    for operation in found:

        @settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
        @given(case=operation.as_strategy())
        def holds(case: schemathesis.Case) -> None:
            case.call_and_validate(
                headers={"Authorization": f"Bearer {token}"},
                checks=[not_a_server_error, status_code_conformance],
            )

        holds()
