/** Of texts that are remembered: ours are some hundred, and each is kept by every connection that sent it. */
const TEXTS_MOST = 512;

const names = new Map<string, string>();

/**
 * By what name PostgreSQL keeps a statement: planned once for each connection, and not again for each time that it is sent.
 * @returns undefined for what is sent for the first time, and once there are too many different ones.
 */
export function statementName(text: string): string | undefined {
  const name = names.get(text);
  if (name !== undefined) return name;
  if (names.size < TEXTS_MOST) names.set(text, `again-${names.size}`);
  return undefined;
}
