/** An answer whose shape the test itself says: a wrong member fails it. */
// oxlint-disable-next-line no-explicit-any -- as above
export type AnyJson = any;
