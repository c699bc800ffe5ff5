import { elementOf } from '../resource/index.ts';

/**
 * The `Type/id` to which a Reference or a reference's text leads on this server, without a version.
 *
 * @returns undefined for a contained resource, another server's, a `urn:`, or nothing.
 */
export function localReference(value: unknown, baseUrl?: string): string | undefined {
  const text = typeof value === 'string' ? value : elementOf(value)['reference'];
  if (typeof text !== 'string') return undefined;
  const local = baseUrl !== undefined && text.startsWith(`${baseUrl}/`);
  const relative = local ? text.slice(baseUrl.length + 1) : text;
  return RELATIVE.exec(relative)?.[1];
}

const RELATIVE = /^([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;
