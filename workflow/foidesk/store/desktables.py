"""The tables of the desk itself: who may sit at it, what they looked at, what they sent.

Like the tables of the log they begin with the agency; what holds for the whole installation has the agency
`EVERYWHERE`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from foidesk.store.tables import Utc, key, metadata

# --- people at the desk ------------------------------------------------------------------------------

accounts = Table(
    "accounts",
    metadata,
    key("agency"),
    key("account", BigInteger),
    Column("login", Text, nullable=False),
    Column("name", Text, nullable=False),  # what the log names; unique, so that it tells one person
    Column("unit", Text),
    Column("password", Text),  # argon2; NULL: no log-in by password
    Column("must_change", Boolean, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("closed_at", Utc),
    UniqueConstraint("login", name="uq_accounts_login"),
    UniqueConstraint("name", name="uq_accounts_name"),
)

# A role is held for a time: an approval must come from somebody who held it that day.
roles = Table(
    "roles",
    metadata,
    key("agency"),
    key("account", BigInteger),
    key("role"),
    key("since", Date),
    Column("until", Date),
)

sessions = Table(
    "sessions",
    metadata,
    key("agency"),
    key("session"),  # SHA-256 of the cookie
    Column("account", BigInteger, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Column("flash", Text),
    # begun with a password that an administrator gave
    Column("first_password", Boolean, nullable=False, server_default=false()),
    Index("ix_sessions_account", "agency", "account"),
)

# Log-ins that failed or are going on, counted by every serving process; a name or an address only as a keyed hash.
login_tries = Table(
    "login_tries",
    metadata,
    key("agency"),
    key("try", BigInteger),
    Column("login", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_login_tries_at", "at"),
)

delegations = Table(
    "delegations",
    metadata,
    key("agency"),
    key("delegation", BigInteger),
    Column("giver", BigInteger, nullable=False),
    Column("taker", BigInteger, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("ended_at", Utc),
)

# A view of the worklist that a person gave a name.
saved_filters = Table(
    "saved_filters",
    metadata,
    key("agency"),
    key("account", BigInteger),
    key("name"),
    Column("query", Text, nullable=False),  # as the address of the page has it
    Column("at", Utc, nullable=False),
)

clients = Table(
    "clients",
    metadata,
    key("agency"),
    key("client", BigInteger),
    Column("name", Text, nullable=False),
    Column("secret", Text, nullable=False),  # SHA-256 of the token
    Column("roles", Text, nullable=False),  # identifiers, parted by commas
    Column("created_at", Utc, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("revoked_at", Utc),
    UniqueConstraint("secret", name="uq_clients_secret"),
)

# What was done once is not done twice: a form sent twice, a request of a client repeated after a lost answer.
submissions = Table(
    "submissions",
    metadata,
    key("agency"),
    key("sender"),
    key("once"),
    Column("request", Text, nullable=False),  # SHA-256 of what was sent
    Column("status", Integer),
    Column("answer", LargeBinary),  # sealed
    Column("at", Utc, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    key("agency"),
    key("entry", BigInteger),
    Column("at", Utc, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", Text),
    Column("detail", Text),
    Index("ix_audit_at", "agency", "at"),
)
