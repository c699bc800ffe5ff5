import { openValue, sealValue, type Sealed } from '@wardkeep/crypto';
import { DailyKeys } from './daily-keys.ts';
import type { ServiceKeys } from './service-keys.ts';

/**
 * For what is no person's yet, and short-lived: an invitation, an e-mail that waits.
 */
export interface DeploymentSealing {
  seal<T>(place: DeploymentPlace, value: T): Sealed<T>;
  /** @throws CryptoError `not_authentic` for any other name or day. */
  open<T>(place: DeploymentPlace, sealed: Sealed<T>): T;
}

export interface DeploymentPlace {
  /** Where the value lives, for example `outbox/<id>`. */
  readonly name: string;
  /** Picks the key of that day (UTC); a moment that the row keeps beside the value. */
  readonly day: Date;
}

export function deploymentSealing(service: ServiceKeys): DeploymentSealing {
  const daily = new DailyKeys(service, 'wardkeep/deployment');
  const at = ({ name, day }: DeploymentPlace) => {
    const key = daily.key('deployment', 'short-lived', day.toISOString().slice(0, 10));
    return [key, { purpose: 'deployment', owner: 'deployment', name }] as const;
  };
  return {
    seal: (place, value) => sealValue(...at(place), value),
    open: (place, sealed) => openValue(...at(place), sealed),
  };
}
