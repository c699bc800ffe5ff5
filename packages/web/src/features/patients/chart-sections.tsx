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
import classes from './chart-sections.module.css';
import { DocumentSection } from './document-section.tsx';
import { EntrySection } from './entry-section.tsx';
import { ResultsSection } from './results-section.tsx';

interface ChartSectionsProps {
  readonly chart: Chart;
  readonly documents: readonly Document[];
}

const ICON = { size: 20 } as const;

export function ChartSections({ chart, documents }: ChartSectionsProps): ReactNode {
  const t = useText();
  return (
    <div className={classes.sections}>
      {chart.series.length > 0 && <ResultsSection series={chart.series} />}
      <div className={classes.columns}>
        <div className={classes.column}>
          <EntrySection
            title={t('chart.allergies')}
            icon={<IconAlertHexagon {...ICON} />}
            entries={chart.allergies}
            none={t('chart.allergies.none')}
          />
          <EntrySection
            title={t('chart.conditions')}
            icon={<IconStethoscope {...ICON} />}
            entries={chart.conditions}
            none={t('chart.conditions.none')}
          />
          <EntrySection
            title={t('chart.medications')}
            icon={<IconPill {...ICON} />}
            entries={chart.medications}
            none={t('chart.medications.none')}
          />
        </div>
        <div className={classes.column}>
          <EntrySection
            title={t('chart.immunizations')}
            icon={<IconVaccine {...ICON} />}
            entries={chart.immunizations}
            none={t('chart.immunizations.none')}
          />
          <EntrySection
            title={t('chart.encounters')}
            icon={<IconReportMedical {...ICON} />}
            entries={chart.encounters}
            none={t('chart.encounters.none')}
          />
          {chart.results.length > 0 && <Findings entries={chart.results} />}
          <DocumentSection
            title={t('documents.title')}
            icon={<IconPaperclip {...ICON} />}
            documents={documents}
          />
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
