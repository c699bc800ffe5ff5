export { ChartAnchor, ChartButton, RecordAnchor } from './chart-links.tsx';
export {
  ALL_RIGHTS,
  type ChartRights,
  OpenChartProvider,
  chartKey,
  useOpenChart,
} from './open-chart.tsx';
