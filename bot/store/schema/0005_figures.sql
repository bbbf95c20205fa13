-- The numbers that an account gives: what is left of a text when it is translated.
ALTER TABLE claim_sources ADD COLUMN figures TEXT NOT NULL DEFAULT '[]';
