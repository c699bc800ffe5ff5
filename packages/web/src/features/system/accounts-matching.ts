import type { ReplyOf, listAccounts } from '@wardkeep/contract';

export type ListedAccount = ReplyOf<typeof listAccounts>['accounts'][number];

/** Whose name, address or number (as e-mails about them give it) holds every word that was typed, in any order and case. */
export function accountsMatching(
  accounts: readonly ListedAccount[],
  wanted: string,
): readonly ListedAccount[] {
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  return accounts.filter(({ displayName, email, personId }) => {
    const text = plain(`${displayName} ${email} ${personId}`);
    return words.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase();
}
