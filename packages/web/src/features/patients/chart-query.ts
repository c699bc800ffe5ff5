import { useQuery } from '@tanstack/react-query';
import { type Chart, readChart } from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';

/** Read anew after an import, not on every visit: each reading is an entry in the access log. */
export function useChart() {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useQuery({
    queryKey: chartKey(patientId, 'chart'),
    enabled: patientId !== undefined,
    queryFn: ({ signal }) =>
      client.call(readChart, { params: { patientId: patientId ?? '' }, signal }),
  });
}

/** Whose chart it is and who may see it: there before anything else is. */
const NOT_CONTENT = ['Patient', 'Consent'];

export function isEmptyChart(chart: Chart): boolean {
  return Object.entries(chart.counts).every(
    ([type, count]) => count === 0 || NOT_CONTENT.includes(type),
  );
}
