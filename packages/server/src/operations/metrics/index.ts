export { makeMetrics, type Metrics } from './metrics.ts';
export { listenForMetrics, type MetricsServer } from './metrics-server.ts';
