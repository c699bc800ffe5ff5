import type { ReactNode } from 'react';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { mayChange, useChartGo, useOpenChart } from '../open-chart/index.ts';
import { recordTitle, useRecord, useRecordWords } from '../records/index.ts';
import { NoForm } from './add-record-page.tsx';
import { formFor } from './forms.ts';
import { RecordFormCard } from './record-form-card.tsx';

interface EditRecordPageProps {
  readonly type: string;
  readonly id: string;
}

/** What is there, in the fields of its form. */
export function EditRecordPage({ type, id }: EditRecordPageProps): ReactNode {
  const t = useText();
  const words = useRecordWords();
  const go = useChartGo();
  const { rights } = useOpenChart();
  const query = useRecord(type, id);
  const form = query.data && formFor(query.data);
  if (!mayChange(rights, type) || (query.data && !form)) return <NoForm />;
  return (
    <Page
      title={t(form?.editTitle ?? 'form.edit')}
      lead={query.data && recordTitle(query.data, words)}
      width="middle"
    >
      <Loaded query={query} skeleton={[420]}>
        {(resource) =>
          form && (
            <RecordFormCard
              form={form}
              base={resource}
              onLeave={() => go.toRecord(type, id)}
              onSaved={() => go.toRecord(type, id)}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
