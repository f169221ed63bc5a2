/** How long a caller may wait for the end of a submission, in seconds; requests and code alike. */
export const DEFAULT_WAIT_S = 30;
export const MAX_WAIT_S = 300;

/** How long a caller may reserve a data node, in seconds. */
export const MAX_LOCK_S = 86_400;
