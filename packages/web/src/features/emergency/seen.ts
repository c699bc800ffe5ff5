import { useSyncExternalStore } from 'react';

/** Random ids of grants, and nothing of what they opened. */
const KEY = 'wardkeep-seen-emergencies';
const MOST = 100;
const listeners = new Set<() => void>();

/** Which emergency accesses somebody has looked at in this browser. */
export function useSeen(): ReadonlySet<string> {
  const text = useSyncExternalStore(subscribe, read);
  return new Set(text.split(' '));
}

export function markSeen(grantIds: readonly string[]): void {
  const before = read().split(' ').filter(Boolean);
  const after = [...new Set([...before, ...grantIds])];
  if (after.length === before.length) return;
  localStorage.setItem(KEY, after.slice(-MOST).join(' '));
  listeners.forEach((heard) => heard());
}

const read = (): string => localStorage.getItem(KEY) ?? '';

function subscribe(heard: () => void): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}
