"""What differs from agency to agency: `config.toml` and the environment, as frozen values.

Nothing legal can be set here: no period, no rate, no article. There is no built-in agency either:
what a letter says about remedies and money must have been written down by somebody.
"""

from foidesk.rules.vocabulary import AgencyType, Reconsiders
from foidesk.settings.agency import Agency, Approver, Fee
from foidesk.settings.alerts import Alerts, Before
from foidesk.settings.loading import PREFIX, load
from foidesk.settings.passwords import secret
from foidesk.settings.sections import Database, Folder, Mail, Oidc, Seal, Settings, Signature
from foidesk.settings.values import email_address

__all__ = [
    "PREFIX",
    "Agency",
    "AgencyType",
    "Alerts",
    "Approver",
    "Before",
    "Database",
    "Fee",
    "Folder",
    "Mail",
    "Oidc",
    "Reconsiders",
    "Seal",
    "Settings",
    "Signature",
    "email_address",
    "load",
    "secret",
]
