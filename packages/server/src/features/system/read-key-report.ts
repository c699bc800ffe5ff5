import { readKeyReport as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute } from '../../gate/index.ts';
import { readStoredReport } from './key-report-store.ts';

export const readKeyReport = plainRoute({
  endpoint,
  handle: async (request, { params }) => {
    const report = await request.commit((tx) => readStoredReport(tx, params.reportId));
    if (report === undefined) throw new Refusal('not_found', 'There is no such report.');
    return { body: { ...report, createdAt: report.createdAt.toISOString() } };
  },
});
