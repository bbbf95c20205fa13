-- The words of an account, hashed to unsigned 32-bit numbers: whose report one retells that names nobody.
ALTER TABLE claim_sources ADD COLUMN terms BLOB NOT NULL DEFAULT x'';
