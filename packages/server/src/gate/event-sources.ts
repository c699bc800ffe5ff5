import { randomBytes } from 'node:crypto';
import type { AppendSources } from '../audit/index.ts';

/** Time, id and salts of one event: one moment for both, so that a page of events can go on from an id alone. */
export function eventSources(now: Date): AppendSources {
  const milliseconds = now.getTime();
  return { now: () => milliseconds, randomBytes, uuid: () => uuidV7(milliseconds) };
}

/** RFC 9562 §5.7: 48 bits of Unix milliseconds, version, variant, 74 random bits. */
function uuidV7(milliseconds: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(milliseconds, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
