import {
  IconAlertHexagon,
  IconNotes,
  IconPaperclip,
  IconPill,
  IconReportMedical,
  IconStethoscope,
  IconVaccine,
} from '@tabler/icons-react';
import type { Chart, Document } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { useOpenChart } from '../open-chart/index.ts';
import classes from './chart-sections.module.css';
import { DocumentSection } from './document-section.tsx';
import { EntrySection } from './entry-section.tsx';
import { ResultsSection } from './results-section.tsx';

interface ChartSectionsProps {
  readonly chart: Chart;
  readonly documents: readonly Document[];
}

type SectionKind = 'allergies' | 'conditions' | 'medications' | 'immunizations' | 'encounters';

const ICON = { size: 20 } as const;

export function ChartSections({ chart, documents }: ChartSectionsProps): ReactNode {
  const t = useText();
  const { rights } = useOpenChart();
  // Nothing shared is not the same as nothing recorded: sensitive records can be left out of any kind.
  const none = (kind: SectionKind): string => {
    if (rights.kinds === 'all') return t(`chart.${kind}.none`);
    return t(rights.kinds.includes(kind) ? 'chart.noneShared' : 'chart.notShared');
  };
  return (
    <div className={classes.sections}>
      {chart.series.length > 0 && <ResultsSection series={chart.series} />}
      <div className={classes.columns}>
        <div className={classes.column}>
          <EntrySection
            title={t('chart.allergies')}
            icon={<IconAlertHexagon {...ICON} />}
            entries={chart.allergies}
            none={none('allergies')}
          />
          <EntrySection
            title={t('chart.conditions')}
            icon={<IconStethoscope {...ICON} />}
            entries={chart.conditions}
            none={none('conditions')}
          />
          <EntrySection
            title={t('chart.medications')}
            icon={<IconPill {...ICON} />}
            entries={chart.medications}
            none={none('medications')}
          />
        </div>
        <div className={classes.column}>
          <EntrySection
            title={t('chart.immunizations')}
            icon={<IconVaccine {...ICON} />}
            entries={chart.immunizations}
            none={none('immunizations')}
          />
          <EntrySection
            title={t('chart.encounters')}
            icon={<IconReportMedical {...ICON} />}
            entries={chart.encounters}
            none={none('encounters')}
          />
          {chart.results.length > 0 && <Findings entries={chart.results} />}
          {rights.seeDocuments && (
            <DocumentSection
              title={t('documents.title')}
              icon={<IconPaperclip {...ICON} />}
              documents={documents}
            />
          )}
        </div>
      </div>
    </div>
  );
}

/** Results that are words. Left out where there are none: numbers stand above. */
function Findings({ entries }: { readonly entries: Chart['results'] }): ReactNode {
  const t = useText();
  return (
    <EntrySection
      title={t('chart.wordResults')}
      icon={<IconNotes {...ICON} />}
      entries={entries}
      none=""
    />
  );
}
