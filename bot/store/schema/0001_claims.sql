-- Claims, their history, and how they are found again.
-- All times are whole microseconds since 1970-01-01 UTC; dates are ISO 8601 text.

CREATE TABLE claims (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id    INTEGER NOT NULL CHECK (guild_id >= 0),
    text        TEXT    NOT NULL CHECK (text <> ''),
    text_key    TEXT    NOT NULL,           -- hash of the text without case and spacing
    claimant    TEXT    NOT NULL DEFAULT '',
    attribution TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(attribution)),
    flags       TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(flags)),
    settles     TEXT    NOT NULL DEFAULT '',
    "trigger"   TEXT    NOT NULL DEFAULT '',
    tags        TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    status      TEXT    NOT NULL DEFAULT 'unverified' CHECK (status IN (
        'unverified', 'corroborated', 'disputed', 'verified', 'refuted', 'retracted', 'inconclusive', 'expired')),
    evidence    TEXT    NOT NULL DEFAULT '',
    reason      TEXT    NOT NULL DEFAULT '',
    decided_by  TEXT    NOT NULL DEFAULT '',
    decided_at  INTEGER,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    review_on   TEXT    NOT NULL CHECK (date(review_on) IS review_on),
    deleted_at  INTEGER,                    -- a tombstone from then on
    guild_word  TEXT GENERATED ALWAYS AS ('g' || guild_id) VIRTUAL,
    -- nobody settles a claim without evidence, reason, person and date
    CHECK (status IN ('unverified', 'corroborated', 'disputed')
        OR (evidence <> '' AND reason <> '' AND decided_by <> '' AND decided_at IS NOT NULL))
) STRICT;

CREATE INDEX claims_by_text ON claims (guild_id, text_key);
CREATE INDEX claims_by_review ON claims (review_on, id)
    WHERE deleted_at IS NULL AND status IN ('unverified', 'corroborated', 'disputed');

CREATE TRIGGER claims_begin_unverified BEFORE INSERT ON claims
WHEN NEW.status <> 'unverified' OR NEW.deleted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a claim begins as unverified'); END;

CREATE TRIGGER claims_reopen_first BEFORE UPDATE OF status ON claims
WHEN OLD.status IN ('verified', 'refuted', 'retracted', 'inconclusive', 'expired')
 AND NEW.status IN ('verified', 'refuted', 'retracted', 'inconclusive', 'expired')
 AND (OLD.status <> NEW.status OR OLD.decided_at IS NOT NEW.decided_at)
BEGIN SELECT RAISE(ABORT, 'a settled claim is reopened first'); END;

CREATE TRIGGER claims_decided BEFORE UPDATE OF status ON claims
WHEN OLD.status <> NEW.status AND (NEW.decided_by = '' OR NEW.decided_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'a status is set by a person'); END;

CREATE TRIGGER claims_keep_wording BEFORE UPDATE OF id, guild_id, text, text_key, created_at ON claims
BEGIN SELECT RAISE(ABORT, 'the text of a claim stays as it was made'); END;

CREATE TRIGGER claims_stay_deleted BEFORE UPDATE ON claims WHEN OLD.deleted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a deleted claim stays deleted'); END;

CREATE TRIGGER claims_leave_tombstones BEFORE DELETE ON claims
BEGIN SELECT RAISE(ABORT, 'a claim leaves a tombstone'); END;

CREATE TABLE history (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    at       INTEGER NOT NULL,
    actor    TEXT    NOT NULL CHECK (actor <> ''),
    verb     TEXT    NOT NULL CHECK (verb <> ''),
    before   TEXT    NOT NULL DEFAULT '',
    after    TEXT    NOT NULL DEFAULT '',
    reason   TEXT    NOT NULL DEFAULT '',
    evidence TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX history_by_claim ON history (claim_id, id);

CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is only added to'); END;

CREATE TRIGGER history_is_not_deleted BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is only added to'); END;

-- The list as it is paged: every live claim once with the empty tag and once with each of its own.
CREATE TABLE listed (
    guild_id INTEGER NOT NULL,
    tag      TEXT    NOT NULL,
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    status   TEXT    NOT NULL,
    PRIMARY KEY (guild_id, tag, claim_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX listed_by_status ON listed (guild_id, tag, status, claim_id);
CREATE INDEX listed_by_claim ON listed (claim_id);

-- How many there are, so that a page need not count them.
CREATE TABLE listed_counts (
    guild_id INTEGER NOT NULL,
    tag      TEXT    NOT NULL,
    status   TEXT    NOT NULL,
    n        INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (guild_id, tag, status)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER listed_counted AFTER INSERT ON listed BEGIN
    INSERT INTO listed_counts (guild_id, tag, status, n) VALUES (NEW.guild_id, NEW.tag, NEW.status, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER listed_uncounted AFTER DELETE ON listed BEGIN
    UPDATE listed_counts SET n = n - 1 WHERE guild_id = OLD.guild_id AND tag = OLD.tag AND status = OLD.status;
END;

CREATE TRIGGER claims_listed AFTER INSERT ON claims BEGIN
    INSERT INTO listed (guild_id, tag, claim_id, status)
    SELECT DISTINCT NEW.guild_id, value, NEW.id, NEW.status FROM json_each(json_insert(NEW.tags, '$[#]', ''));
END;

CREATE TRIGGER claims_relisted AFTER UPDATE OF status, tags, deleted_at ON claims
WHEN OLD.status <> NEW.status OR OLD.tags <> NEW.tags OR NEW.deleted_at IS NOT NULL
BEGIN
    DELETE FROM listed WHERE claim_id = NEW.id;
    INSERT INTO listed (guild_id, tag, claim_id, status)
    SELECT DISTINCT NEW.guild_id, value, NEW.id, NEW.status FROM json_each(json_insert(NEW.tags, '$[#]', ''))
    WHERE NEW.deleted_at IS NULL;
END;

-- Words of live claims. The guild is a word too, so that one guild's search never walks through another's claims.
CREATE VIRTUAL TABLE claims_fts USING fts5 (
    guild_word, text, claimant, content='claims', content_rowid='id',
    tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');

CREATE TRIGGER claims_indexed AFTER INSERT ON claims BEGIN
    INSERT INTO claims_fts (rowid, guild_word, text, claimant) VALUES (NEW.id, 'g' || NEW.guild_id, NEW.text, NEW.claimant);
END;

CREATE TRIGGER claims_unindexed AFTER UPDATE OF deleted_at ON claims
WHEN OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL
BEGIN
    INSERT INTO claims_fts (claims_fts, rowid, guild_word, text, claimant)
    VALUES ('delete', OLD.id, 'g' || OLD.guild_id, OLD.text, OLD.claimant);
END;
