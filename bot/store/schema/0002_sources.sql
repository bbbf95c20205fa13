-- Sources, what hangs on them, and what the looks at them brought.

CREATE TABLE sources (
    id               INTEGER PRIMARY KEY,
    kind             TEXT    NOT NULL CHECK (kind <> ''),
    url              TEXT    NOT NULL CHECK (url <> ''),
    options          TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(options)),
    host             TEXT    NOT NULL,
    next_check_at    INTEGER NOT NULL,
    event_at         INTEGER NOT NULL,
    watched          INTEGER NOT NULL DEFAULT 0 CHECK (watched IN (0, 1)),  -- by any live claim
    open             INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1)),     -- by an open one
    every            INTEGER CHECK (every > 0),                             -- microseconds
    etag             TEXT    NOT NULL DEFAULT '',
    last_modified    TEXT    NOT NULL DEFAULT '',
    body_hash        TEXT    NOT NULL DEFAULT '',
    fingerprint      TEXT    NOT NULL DEFAULT '',
    baseline_id      INTEGER,               -- of snapshots; a trigger there keeps it
    text_length      INTEGER NOT NULL DEFAULT 0,
    candidate_keys   TEXT CHECK (candidate_keys IS NULL OR json_valid(candidate_keys)),
    candidate_at     INTEGER,
    failures         INTEGER NOT NULL DEFAULT 0,
    failing_since_at INTEGER,
    last_outcome     TEXT,
    last_look_at     INTEGER,
    last_good_at     INTEGER,
    not_modified     INTEGER NOT NULL DEFAULT 0,
    degraded         INTEGER NOT NULL DEFAULT 0 CHECK (degraded IN (0, 1)),
    gone             INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
    moved_to         TEXT    NOT NULL DEFAULT '',
    -- The newest row of looks, and its run so far: a look that ends just like the last one touches only this row.
    look_id          INTEGER,
    look_key         INTEGER NOT NULL DEFAULT 0,                            -- hash of how it ended; 0: no run goes on
    look_count       INTEGER NOT NULL DEFAULT 0,
    look_seconds     REAL    NOT NULL DEFAULT 0,
    UNIQUE (url, kind, options)
) STRICT;

-- The due query reads nothing but this.
CREATE INDEX sources_due ON sources (next_check_at, host) WHERE watched = 1;

CREATE TABLE claim_sources (
    claim_id    INTEGER NOT NULL REFERENCES claims (id),
    source_id   INTEGER NOT NULL REFERENCES sources (id),
    role        TEXT    NOT NULL CHECK (role <> ''),
    attached_at INTEGER NOT NULL,
    attached_by TEXT    NOT NULL CHECK (attached_by <> ''),
    found       TEXT CHECK (found IS NULL OR json_valid(found)),            -- the feed item that led here
    announced   INTEGER NOT NULL DEFAULT 1 CHECK (announced IN (0, 1)),
    owner       TEXT,                       -- owner, attributions and signature are the source's report
    attributions TEXT CHECK (attributions IS NULL OR json_valid(attributions)),
    signature   BLOB,                       -- unsigned 64-bit numbers, little-endian
    flags       TEXT CHECK (flags IS NULL OR json_valid(flags)),
    PRIMARY KEY (claim_id, source_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_sources_by_source ON claim_sources (source_id, claim_id);

CREATE TRIGGER sources_watched AFTER INSERT ON claim_sources BEGIN
    UPDATE sources SET
        watched = watched OR EXISTS (SELECT 1 FROM claims WHERE id = NEW.claim_id AND deleted_at IS NULL),
        open = open OR EXISTS (SELECT 1 FROM claims WHERE id = NEW.claim_id AND deleted_at IS NULL
                               AND status IN ('unverified', 'corroborated', 'disputed'))
    WHERE id = NEW.source_id;
END;

CREATE TRIGGER sources_unwatched AFTER DELETE ON claim_sources BEGIN
    UPDATE sources SET
        watched = EXISTS (SELECT 1 FROM claim_sources h JOIN claims c ON c.id = h.claim_id
                          WHERE h.source_id = OLD.source_id AND c.deleted_at IS NULL),
        open = EXISTS (SELECT 1 FROM claim_sources h JOIN claims c ON c.id = h.claim_id
                       WHERE h.source_id = OLD.source_id AND c.deleted_at IS NULL
                       AND c.status IN ('unverified', 'corroborated', 'disputed'))
    WHERE id = OLD.source_id;
END;

CREATE TRIGGER sources_follow_claims AFTER UPDATE OF status, deleted_at ON claims BEGIN
    UPDATE sources SET
        watched = EXISTS (SELECT 1 FROM claim_sources h JOIN claims c ON c.id = h.claim_id
                          WHERE h.source_id = sources.id AND c.deleted_at IS NULL),
        open = EXISTS (SELECT 1 FROM claim_sources h JOIN claims c ON c.id = h.claim_id
                       WHERE h.source_id = sources.id AND c.deleted_at IS NULL
                       AND c.status IN ('unverified', 'corroborated', 'disputed'))
    WHERE id IN (SELECT source_id FROM claim_sources WHERE claim_id = NEW.id);
END;

-- A row is a run of looks that ended alike; `at` is the last of them. While it is its source's newest row, `at`, `count`
-- and `seconds` stand in the source's row instead (last_look_at, look_count, look_seconds).
CREATE TABLE looks (
    id          INTEGER PRIMARY KEY,
    source_id   INTEGER NOT NULL REFERENCES sources (id),
    first_at    INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    count       INTEGER NOT NULL DEFAULT 1 CHECK (count > 0),
    outcome     TEXT    NOT NULL,
    detail      TEXT    NOT NULL DEFAULT '',
    seconds     REAL    NOT NULL DEFAULT 0,
    findings    INTEGER NOT NULL DEFAULT 0,
    gates       TEXT    NOT NULL,
    claim_gates TEXT
) STRICT;

CREATE TABLE texts (
    fingerprint TEXT PRIMARY KEY,
    body        BLOB NOT NULL               -- zlib
) STRICT;

CREATE TABLE snapshots (
    id          INTEGER PRIMARY KEY,
    source_id   INTEGER NOT NULL REFERENCES sources (id),
    fingerprint TEXT    NOT NULL REFERENCES texts (fingerprint),
    taken_at    INTEGER NOT NULL,
    title       TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX snapshots_by_text ON snapshots (fingerprint);

CREATE TRIGGER snapshots_are_immutable BEFORE UPDATE ON snapshots
BEGIN SELECT RAISE(ABORT, 'a snapshot is immutable'); END;

CREATE TRIGGER baselines_are_kept BEFORE DELETE ON snapshots
WHEN EXISTS (SELECT 1 FROM sources WHERE id = OLD.source_id AND baseline_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a baseline is kept'); END;

CREATE TABLE findings (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    claim_id           INTEGER NOT NULL REFERENCES claims (id),
    source_id          INTEGER NOT NULL REFERENCES sources (id),
    kind               TEXT    NOT NULL,
    key                TEXT    NOT NULL,
    found_at           INTEGER NOT NULL,
    before             TEXT    NOT NULL DEFAULT '',
    after              TEXT    NOT NULL DEFAULT '',
    judgement          TEXT CHECK (judgement IS NULL OR json_valid(judgement)),
    title              TEXT    NOT NULL DEFAULT '',
    url                TEXT    NOT NULL DEFAULT '',
    origin_groups      INTEGER NOT NULL DEFAULT 0,
    reports            INTEGER NOT NULL DEFAULT 0,
    independent        INTEGER NOT NULL DEFAULT 0 CHECK (independent IN (0, 1)),
    origin_reason      TEXT    NOT NULL DEFAULT '',
    snapshot_before_id INTEGER REFERENCES snapshots (id),
    snapshot_after_id  INTEGER REFERENCES snapshots (id),
    accepted           INTEGER CHECK (accepted IN (0, 1)),                  -- null: nobody looked at it yet
    settled_by         TEXT    NOT NULL DEFAULT '',
    settled_at         INTEGER,
    UNIQUE (key, found_at),
    CHECK (accepted IS NULL OR (settled_by <> '' AND settled_at IS NOT NULL))
) STRICT;

CREATE INDEX findings_by_claim ON findings (claim_id, id);
CREATE INDEX findings_by_source ON findings (source_id, found_at, key);
CREATE INDEX findings_by_before ON findings (snapshot_before_id) WHERE snapshot_before_id IS NOT NULL;
CREATE INDEX findings_by_after ON findings (snapshot_after_id) WHERE snapshot_after_id IS NOT NULL;

CREATE TRIGGER findings_stay BEFORE DELETE ON findings
BEGIN SELECT RAISE(ABORT, 'a finding is kept'); END;

CREATE TRIGGER findings_settle_once BEFORE UPDATE ON findings
WHEN OLD.accepted IS NOT NULL OR NEW.key <> OLD.key OR NEW.claim_id <> OLD.claim_id OR NEW.source_id <> OLD.source_id
  OR NEW.kind <> OLD.kind OR NEW.before <> OLD.before OR NEW.after <> OLD.after OR NEW.found_at <> OLD.found_at
BEGIN SELECT RAISE(ABORT, 'a finding is settled once and not rewritten'); END;

CREATE TABLE feed_items (
    source_id INTEGER NOT NULL REFERENCES sources (id),
    identity  TEXT    NOT NULL,
    seen_on   INTEGER NOT NULL,             -- days since 1970-01-01
    PRIMARY KEY (source_id, identity)
) STRICT, WITHOUT ROWID;
