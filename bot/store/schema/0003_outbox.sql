-- What is to be said, where, and how far it got.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Makes the nonces of this database differ from those of any other.
INSERT INTO meta (key, value) VALUES ('nonce_salt', lower(hex(randomblob(4))));

CREATE TABLE guilds (
    guild_id         INTEGER PRIMARY KEY,
    channel_id       INTEGER,
    role_id          INTEGER,
    admin_channel_id INTEGER
) STRICT;

CREATE TABLE notices (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id   INTEGER NOT NULL,
    claim_id   INTEGER REFERENCES claims (id),
    finding_id INTEGER REFERENCES findings (id),
    kind       TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    body       TEXT    NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE INDEX notices_by_finding ON notices (finding_id) WHERE finding_id IS NOT NULL;

-- A destination that gets nothing until a person mends it.
CREATE TABLE suspended (
    notifier    TEXT    NOT NULL,
    destination TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    since_at    INTEGER,
    PRIMARY KEY (notifier, destination)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,     -- strictly increasing: the order of delivery
    notice_id    INTEGER NOT NULL REFERENCES notices (id),
    guild_id     INTEGER NOT NULL,
    claim_id     INTEGER NOT NULL,                      -- 0 for notices about no claim
    notifier     TEXT    NOT NULL,
    destination  TEXT    NOT NULL,                      -- empty: the guild has no channel yet
    state        TEXT    NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'suspended')),
    due_at       INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    attempted_at INTEGER,
    owner        TEXT    NOT NULL DEFAULT '',           -- which process tries it
    error        TEXT    NOT NULL DEFAULT '',
    message      TEXT    NOT NULL DEFAULT '',
    sent_at      INTEGER,
    UNIQUE (notice_id, notifier, destination),
    CHECK (state <> 'sent' OR sent_at IS NOT NULL)
) STRICT;

CREATE INDEX outbox_ready ON outbox (id) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_order ON outbox (notifier, destination, claim_id, id) WHERE state <> 'sent';
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE state = 'sent';

CREATE TRIGGER outbox_sent_once BEFORE UPDATE ON outbox WHEN OLD.state = 'sent'
BEGIN SELECT RAISE(ABORT, 'what was sent stays sent'); END;

CREATE TRIGGER outbox_loses_nothing BEFORE DELETE ON outbox WHEN OLD.state <> 'sent'
BEGIN SELECT RAISE(ABORT, 'only sent rows may go'); END;

-- Every message that shows a claim; outlives the outbox.
CREATE TABLE places (
    outbox_id   INTEGER PRIMARY KEY,
    claim_id    INTEGER NOT NULL,
    notifier    TEXT    NOT NULL,
    destination TEXT    NOT NULL,
    message     TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    sent_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX places_by_claim ON places (claim_id, outbox_id);
