export { ChartAnchor, ChartButton, RecordAnchor } from './chart-links.tsx';
export { AddButton, RecordButton, useChartGo } from './record-links.tsx';
export {
  ALL_RIGHTS,
  type ChartRights,
  OpenChartProvider,
  chartKey,
  mayAdd,
  mayChange,
  useOpenChart,
} from './open-chart.tsx';
