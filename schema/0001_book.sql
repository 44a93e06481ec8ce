-- Version 1 of a book in SQLite.
--
-- Nothing is overwritten: a table NAME_versions holds every version that a row of NAME.csv ever had,
-- and the view NAME shows the rows in force. Cells are text, exactly as written; a column that the
-- file does not have is NULL. Columns that no book knows are kept in `other`, a JSON object.

CREATE TABLE schema_version (
  version INTEGER NOT NULL
) STRICT;

-- One recorded change: who, when, and the day it became known (NULL: known always). A batch with
-- takes_back holds no rows but says that an earlier one counts no more.
CREATE TABLE batches (
  number INTEGER PRIMARY KEY,
  known_on TEXT,
  recorded_at TEXT NOT NULL,
  author TEXT NOT NULL,
  source TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0,
  takes_back INTEGER
) STRICT;

-- From batch set_by on the file has these columns (one CSV record), or is absent.
CREATE TABLE layouts (
  file TEXT NOT NULL,
  set_by INTEGER NOT NULL,
  present INTEGER NOT NULL,
  columns TEXT NOT NULL,
  PRIMARY KEY (file, set_by)
) STRICT, WITHOUT ROWID;

-- Versions that a batch had ended before it was taken back.
CREATE TABLE spared (
  file TEXT NOT NULL,
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  PRIMARY KEY (file, position, added_by, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE "items_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "item" TEXT,
  "description" TEXT,
  "unit" TEXT,
  "control_entry" TEXT,
  "control_status" TEXT,
  "kg_per_unit" TEXT,
  "family" TEXT,
  "hs_code" TEXT,
  "unit_value" TEXT,
  "currency" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "items" AS
  SELECT "item", "description", "unit", "control_entry", "control_status", "kg_per_unit", "family", "hs_code", "unit_value", "currency", other
  FROM "items_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "controls_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "control" TEXT,
  "authority" TEXT,
  "control_entry" TEXT,
  "from_country" TEXT,
  "to_country" TEXT,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "source" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "controls" AS
  SELECT "control", "authority", "control_entry", "from_country", "to_country", "valid_from", "valid_to", "source", other
  FROM "controls_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "sites_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "site" TEXT,
  "name" TEXT,
  "country" TEXT,
  "kind" TEXT,
  "firm" TEXT,
  "calendar" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "sites" AS
  SELECT "site", "name", "country", "kind", "firm", "calendar", other
  FROM "sites_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "stock_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "item" TEXT,
  "site" TEXT,
  "place" TEXT,
  "on_hand" TEXT,
  "blocked" TEXT,
  "usable_from" TEXT,
  "min_stock" TEXT,
  "counted_on" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "stock" AS
  SELECT "item", "site", "place", "on_hand", "blocked", "usable_from", "min_stock", "counted_on", other
  FROM "stock_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "bom_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "parent" TEXT,
  "component" TEXT,
  "from" TEXT,
  "to" TEXT,
  "quantity_per" TEXT,
  "scrap" TEXT,
  "choice" TEXT,
  "rank" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "bom" AS
  SELECT "parent", "component", "from", "to", "quantity_per", "scrap", "choice", "rank", other
  FROM "bom_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "lines_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "line" TEXT,
  "item" TEXT,
  "site" TEXT,
  "units_per_day" TEXT,
  "calendar" TEXT,
  "contribution_per_unit" TEXT,
  "currency" TEXT,
  "stop_cost_per_day" TEXT,
  "priority" TEXT,
  "catch_up_per_day" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "lines" AS
  SELECT "line", "item", "site", "units_per_day", "calendar", "contribution_per_unit", "currency", "stop_cost_per_day", "priority", "catch_up_per_day", other
  FROM "lines_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "plan_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "line" TEXT,
  "item" TEXT,
  "from" TEXT,
  "to" TEXT,
  "units_per_day" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "plan" AS
  SELECT "line", "item", "from", "to", "units_per_day", other
  FROM "plan_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "lanes_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "lane" TEXT,
  "origin" TEXT,
  "destination" TEXT,
  "mode" TEXT,
  "transit_low" TEXT,
  "transit_typical" TEXT,
  "transit_high" TEXT,
  "via" TEXT,
  "cost_per_unit" TEXT,
  "hold_p" TEXT,
  "hold_low" TEXT,
  "hold_typical" TEXT,
  "hold_high" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "lanes" AS
  SELECT "lane", "origin", "destination", "mode", "transit_low", "transit_typical", "transit_high", "via", "cost_per_unit", "hold_p", "hold_low", "hold_typical", "hold_high", other
  FROM "lanes_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "orders_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "order" TEXT,
  "item" TEXT,
  "supplier_site" TEXT,
  "destination_site" TEXT,
  "quantity" TEXT,
  "ready_on" TEXT,
  "lane" TEXT,
  "application" TEXT,
  "days_after_licence" TEXT,
  "contract" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "orders" AS
  SELECT "order", "item", "supplier_site", "destination_site", "quantity", "ready_on", "lane", "application", "days_after_licence", "contract", other
  FROM "orders_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "applications_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "application" TEXT,
  "authority" TEXT,
  "kind" TEXT,
  "holder" TEXT,
  "filer" TEXT,
  "customer" TEXT,
  "end_user" TEXT,
  "end_user_country" TEXT,
  "transit_country" TEXT,
  "sector" TEXT,
  "defence" TEXT,
  "past_recipient" TEXT,
  "control_entry" TEXT,
  "quantity" TEXT,
  "unit" TEXT,
  "mode" TEXT,
  "observed_from" TEXT,
  "owner" TEXT,
  "next_step" TEXT,
  "next_step_on" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "applications" AS
  SELECT "application", "authority", "kind", "holder", "filer", "customer", "end_user", "end_user_country", "transit_country", "sector", "defence", "past_recipient", "control_entry", "quantity", "unit", "mode", "observed_from", "owner", "next_step", "next_step_on", other
  FROM "applications_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "licences_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "licence" TEXT,
  "application" TEXT,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "quantity" TEXT,
  "unit" TEXT,
  "tolerance" TEXT,
  "shipments" TEXT,
  "mode" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "licences" AS
  SELECT "licence", "application", "valid_from", "valid_to", "quantity", "unit", "tolerance", "shipments", "mode", other
  FROM "licences_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "scope_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "subject" TEXT,
  "item" TEXT,
  "quantity" TEXT,
  "unit" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "scope" AS
  SELECT "subject", "item", "quantity", "unit", other
  FROM "scope_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "events_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "id" TEXT,
  "subject" TEXT,
  "happened_on" TEXT,
  "earliest" TEXT,
  "latest" TEXT,
  "event" TEXT,
  "expected_on" TEXT,
  "quantity" TEXT,
  "licence" TEXT,
  "known_on" TEXT,
  "supersedes" TEXT,
  "source" TEXT,
  "note" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "events" AS
  SELECT "id", "subject", "happened_on", "earliest", "latest", "event", "expected_on", "quantity", "licence", "known_on", "supersedes", "source", "note", other
  FROM "events_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "evidence_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "evidence" TEXT,
  "reported_on" TEXT,
  "population" TEXT,
  "submitted" TEXT,
  "granted" TEXT,
  "refused" TEXT,
  "pending" TEXT,
  "share" TEXT,
  "since" TEXT,
  "source" TEXT,
  "weight" TEXT,
  "note" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "evidence" AS
  SELECT "evidence", "reported_on", "population", "submitted", "granted", "refused", "pending", "share", "since", "source", "weight", "note", other
  FROM "evidence_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "calendars_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "calendar" TEXT,
  "date" TEXT,
  "to" TEXT,
  "working" TEXT,
  "name" TEXT,
  "source" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "calendars" AS
  SELECT "calendar", "date", "to", "working", "name", "source", other
  FROM "calendars_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "replenishment_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "item" TEXT,
  "site" TEXT,
  "lane" TEXT,
  "policy" TEXT,
  "level" TEXT,
  "share" TEXT,
  "lot" TEXT,
  "needs_licence" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "replenishment" AS
  SELECT "item", "site", "lane", "policy", "level", "share", "lot", "needs_licence", other
  FROM "replenishment_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;

CREATE TABLE "authorities_versions" (
  position INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  ended_by INTEGER,
  "authority" TEXT,
  "calendar" TEXT,
  "statutory_days" TEXT,
  "unit" TEXT,
  "clock_starts" TEXT,
  "after_refusal" TEXT,
  other TEXT,
  PRIMARY KEY (position, added_by)
) STRICT, WITHOUT ROWID;
CREATE VIEW "authorities" AS
  SELECT "authority", "calendar", "statutory_days", "unit", "clock_starts", "after_refusal", other
  FROM "authorities_versions"
  WHERE ended_by IS NULL AND added_by NOT IN (SELECT number FROM batches WHERE undone = 1)
  ORDER BY position;
