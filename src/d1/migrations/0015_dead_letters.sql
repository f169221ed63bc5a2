-- How many messages of the Queue were given up, by day (UTC). `GET /health` shows the number of today.
CREATE TABLE dead_letters (
  day TEXT NOT NULL PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
