import type { Role } from '@wardkeep/contract';
import type { SecondFactor } from '../../db/schema.ts';
import { readMethods, sessionNeeds } from '../../gate/index.ts';

export interface CountedSession {
  readonly sessionId: string;
  readonly methods: string;
}

/**
 * Which sessions end when there are too many: the oldest beyond the limit. Half sessions are counted by themselves, so
 * that whoever has the password alone ends nobody's whole session.
 * @param sessions - Those that live, newest first; the one that just began among them.
 */
export function tooMany(
  sessions: readonly CountedSession[],
  account: { readonly role: Role; readonly secondFactor: SecondFactor; readonly most: number },
): readonly string[] {
  const isHalf = ({ methods }: CountedSession): boolean =>
    sessionNeeds({ ...account, methods: readMethods(methods) }) === 'second-factor';
  const beyond = (some: readonly CountedSession[]): readonly CountedSession[] =>
    some.slice(account.most);
  const half = sessions.filter(isHalf);
  const whole = sessions.filter((session) => !isHalf(session));
  return [...beyond(whole), ...beyond(half)].map(({ sessionId }) => sessionId);
}
