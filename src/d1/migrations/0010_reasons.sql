-- Why a BLOCKED job waits for a slot, as JSON; NULL = it does not.
ALTER TABLE jobs ADD COLUMN slot_reasons TEXT;
