import type { PlainRequest } from '../../gate/index.ts';
import { readPasswordHash } from './account-store.ts';
import type { PasswordHashing } from './password-hashing.ts';

/** Whether somebody who is signed in knows the password too. Slow, and outside any transaction. */
export function isOwnPassword(passwords: PasswordHashing) {
  return async (
    request: PlainRequest,
    account: { readonly personId: string; readonly password: string },
  ): Promise<boolean> => {
    const { personId, password } = account;
    const passwordHash = await request.read((tx) => readPasswordHash(tx, personId));
    const stored = passwordHash === undefined ? undefined : { personId, passwordHash };
    return passwords.verify(request.gate.hashes, password, stored);
  };
}
