-- Aggregate reports say what they measure, whether the book's own applications are among those
-- counted, and who counted.
ALTER TABLE "evidence_versions" ADD COLUMN "measure" TEXT;
ALTER TABLE "evidence_versions" ADD COLUMN "within" TEXT;
ALTER TABLE "evidence_versions" ADD COLUMN "own" TEXT;
ALTER TABLE "evidence_versions" ADD COLUMN "reporter" TEXT;
DROP VIEW "evidence";
CREATE VIEW "evidence" AS
  SELECT "evidence", "reported_on", "population", "submitted", "granted", "refused", "pending", "share", "since", "source", "weight", "note", "measure", "within", "own", "reporter", other
  FROM "evidence_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;
