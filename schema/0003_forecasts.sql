-- Saved forecasts: what each said of each line.
CREATE TABLE "forecasts_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "forecast" TEXT,
  "line" TEXT,
  "as_of" TEXT,
  "batch" TEXT,
  "horizon" TEXT,
  "replications" TEXT,
  "seed" TEXT,
  "unknown" TEXT,
  "scenarios" TEXT,
  "run_out_days" TEXT,
  "secured_until" TEXT,
  "alert" TEXT,
  "program" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "forecasts" AS
  SELECT "forecast", "line", "as_of", "batch", "horizon", "replications", "seed", "unknown", "scenarios", "run_out_days", "secured_until", "alert", "program", other
  FROM "forecasts_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;
