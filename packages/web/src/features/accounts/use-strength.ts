import { useEffect, useRef, useState } from 'react';
import type { Strength } from './strength-rules.ts';
import type { StrengthQuestion } from './strength-worker.ts';

interface Answer {
  readonly id: number;
  readonly strength: Strength;
}

const TYPING_PAUSE_MS = 150;

/**
 * How hard a password is to guess, a moment after the last key; null while that is not known. Loads what it needs when a
 * first letter is there, and says nothing for ever where a worker can't be started: the server judges all the same.
 */
export function useStrength(password: string, words: readonly string[]): Strength | null {
  const worker = useRef<Worker | null>(null);
  const asked = useRef(0);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const wordsText = words.join(' ');
  useEffect(() => () => worker.current?.terminate(), []);
  useEffect(() => {
    if (password === '') return undefined;
    const timer = setTimeout(() => {
      worker.current ??= startWorker(setAnswer);
      asked.current += 1;
      const question = { id: asked.current, password, words: wordsText.split(' ') };
      worker.current.postMessage(question satisfies StrengthQuestion);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [password, wordsText]);
  return password === '' ? null : (answer?.strength ?? null);
}

function startWorker(onAnswer: (answer: Answer) => void): Worker {
  const worker = new Worker(new URL('./strength-worker.ts', import.meta.url), { type: 'module' });
  // The worker is ours, and sends nothing else.
  worker.addEventListener('message', ({ data }) => onAnswer(data as Answer));
  return worker;
}
