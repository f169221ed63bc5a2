-- The caller of an edit and of a reservation, as `<kind>:<id>`. NULL: no credentials were needed, or the row is older.
ALTER TABLE edits ADD COLUMN actor TEXT;
ALTER TABLE data_nodes ADD COLUMN editor_actor TEXT;
