-- For a row that stands for several refused calls: when the last of them was answered.
ALTER TABLE audit ADD COLUMN last_at TEXT;
-- The roles that a call has changed, or that it has changed a password, as JSON. Never a password.
ALTER TABLE audit ADD COLUMN changes TEXT;

-- How many audit rows of unknown callers a day has begun; beyond a limit, one row counts all further calls.
CREATE TABLE refused_days (
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  begun INTEGER NOT NULL,
  PRIMARY KEY (day, kind)
) STRICT, WITHOUT ROWID;

-- Wrong passwords by a keyed hash of the user name, which may be unknown: a fixed number of rows, whatever names are tried.
CREATE TABLE login_failures (
  bucket INTEGER NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The networks from which a user has logged in, the newest few.
CREATE TABLE login_networks (
  username TEXT NOT NULL,
  network TEXT NOT NULL,
  last_at TEXT NOT NULL,
  PRIMARY KEY (username, network)
) STRICT, WITHOUT ROWID;
