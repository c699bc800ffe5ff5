import { Registry, collectDefaultMetrics } from 'prom-client';
import type { RunningState } from '../system-parts.ts';
import { requestMetrics, type AnsweredRequest } from './request-metrics.ts';
import { stateMetrics } from './state-metrics.ts';

/** Counts and times for Prometheus. Labels are actions, roles and our own words: never an id, an address or a path. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  readonly answered: (request: AnsweredRequest) => void;
}

export function makeMetrics(state: RunningState): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const answered = requestMetrics(registry);
  const refresh = stateMetrics(registry, state);
  return {
    contentType: registry.contentType,
    text: async () => {
      await refresh();
      return registry.metrics();
    },
    answered,
  };
}
