import { createEstimate } from './strength-estimate.ts';

export interface StrengthQuestion {
  readonly id: number;
  readonly password: string;
  readonly words: readonly string[];
}

const estimate = createEstimate();

/** Off the page's own thread: typing must not wait for an estimate. */
self.addEventListener('message', ({ data }: MessageEvent<StrengthQuestion>) => {
  self.postMessage({ id: data.id, strength: estimate(data.password, data.words) });
});
