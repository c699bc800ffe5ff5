import { deriveKey, type SecretKey } from '@wardkeep/crypto';
import type { ServiceKeys } from './service-keys.ts';

/**
 * Keys that every writer shares seal under a subkey of the day, so that random nonces never near 2^32 for one key.
 * The day comes from what is sealed, so whoever has it has the day.
 */
export class DailyKeys {
  readonly #service: ServiceKeys;
  readonly #purpose: string;
  // By parent: once the service has let a key go, what was derived from it is not found, and goes too.
  readonly #derived = new WeakMap<SecretKey, Map<string, SecretKey>>();

  /** @param purpose - Domain of the derivation, for example `wardkeep/audit`. */
  constructor(service: ServiceKeys, purpose: string) {
    this.#service = service;
    this.#purpose = purpose;
  }

  key(parentName: Parameters<ServiceKeys['symmetric']>[0], use: string, day: string): SecretKey {
    const parent = this.#service.symmetric(parentName);
    const label = `${use}/${day}`;
    const derived = this.#derived.get(parent) ?? new Map<string, SecretKey>();
    this.#derived.set(parent, derived);
    const found = derived.get(label);
    if (found !== undefined) return found;
    if (derived.size > 64) derived.clear();
    const key = deriveKey(parent, `${this.#purpose}/${label}`);
    derived.set(label, key);
    return key;
  }
}

/** `2026-11-22`, from the 48-bit Unix milliseconds of a UUIDv7 (RFC 9562 §5.7). */
export function dayOfUuidV7(id: string): string {
  const milliseconds = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  return new Date(milliseconds).toISOString().slice(0, 10);
}
