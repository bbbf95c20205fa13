-- How often a source is looked at is asked for by each claim on its own; the most eager one wins.

-- In microseconds; null: by the usual cadence.
ALTER TABLE claim_sources ADD COLUMN every INTEGER CHECK (every > 0);

-- sources.every is the shortest that a live claim asks for, usual whether some live claim asks for nothing of its own.
ALTER TABLE sources ADD COLUMN usual INTEGER NOT NULL DEFAULT 1 CHECK (usual IN (0, 1));

UPDATE claim_sources SET every = (SELECT every FROM sources WHERE id = source_id)
WHERE source_id IN (SELECT id FROM sources WHERE every IS NOT NULL);

UPDATE sources SET usual = 0 WHERE every IS NOT NULL;

CREATE TRIGGER sources_paced_by_one_more AFTER INSERT ON claim_sources BEGIN
    UPDATE sources SET usual = 1 WHERE id = NEW.source_id AND usual = 0;
END;

CREATE TRIGGER sources_paced AFTER UPDATE OF every ON claim_sources BEGIN
    UPDATE sources SET (every, usual) = (
        SELECT min(h.every), coalesce(max(h.every IS NULL), 1) FROM claim_sources h JOIN claims c ON c.id = h.claim_id
        WHERE h.source_id = sources.id AND c.deleted_at IS NULL)
    WHERE id = NEW.source_id;
END;

CREATE TRIGGER sources_paced_by_one_less AFTER DELETE ON claim_sources BEGIN
    UPDATE sources SET (every, usual) = (
        SELECT min(h.every), coalesce(max(h.every IS NULL), 1) FROM claim_sources h JOIN claims c ON c.id = h.claim_id
        WHERE h.source_id = sources.id AND c.deleted_at IS NULL)
    WHERE id = OLD.source_id;
END;

CREATE TRIGGER sources_paced_without_the_deleted AFTER UPDATE OF deleted_at ON claims BEGIN
    UPDATE sources SET (every, usual) = (
        SELECT min(h.every), coalesce(max(h.every IS NULL), 1) FROM claim_sources h JOIN claims c ON c.id = h.claim_id
        WHERE h.source_id = sources.id AND c.deleted_at IS NULL)
    WHERE id IN (SELECT source_id FROM claim_sources WHERE claim_id = NEW.id);
END;
