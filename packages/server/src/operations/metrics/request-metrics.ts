import type { Action } from '@wardkeep/contract';
import { Counter, Histogram, type Registry } from 'prom-client';

/** One request that was answered: what was asked for, never of whom or by whom. */
export interface AnsweredRequest {
  readonly action: Action;
  readonly status: number;
  readonly ms: number;
}

const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function requestMetrics(registry: Registry): (request: AnsweredRequest) => void {
  const registers = [registry];
  const requests = new Counter({
    name: 'wardkeep_http_requests_total',
    help: 'Requests that were answered, by action and class of the status.',
    labelNames: ['action', 'status'] as const,
    registers,
  });
  const durations = new Histogram({
    name: 'wardkeep_http_request_seconds',
    help: 'From the first byte of the request to the last of the answer.',
    labelNames: ['action'] as const,
    buckets: BUCKETS_S,
    registers,
  });
  return ({ action, status, ms }) => {
    requests.inc({ action, status: `${Math.floor(status / 100)}xx` });
    durations.observe({ action }, ms / 1000);
  };
}
