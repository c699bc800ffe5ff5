import { useQuery } from '@tanstack/react-query';
import { type Chart, readChart } from '@wardkeep/contract';
import { useClient, usePatientId } from '../sessions/index.ts';

/** Read anew after an import, not on every visit: each reading is an entry in the access log. */
export function useChart() {
  const client = useClient();
  const patientId = usePatientId();
  return useQuery({
    queryKey: ['chart'],
    enabled: patientId !== undefined,
    queryFn: ({ signal }) =>
      client.call(readChart, { params: { patientId: patientId ?? '' }, signal }),
  });
}

export function isEmptyChart(chart: Chart): boolean {
  return Object.values(chart.counts).every((count) => count === 0);
}
