import { Alert } from '@mantine/core';
import {
  IconActivity,
  IconAlertHexagon,
  IconChartLine,
  IconCircleCheck,
  IconCut,
  IconFileText,
  IconNotes,
  IconPaperclip,
  IconPill,
  IconReportMedical,
  IconStethoscope,
  IconVaccine,
} from '@tabler/icons-react';
import type { Chart, ChartEntry, Document } from '@wardkeep/contract';
import { type ReactNode, useMemo } from 'react';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useOpenChart } from '../open-chart/index.ts';
import type { AllergyFacts } from './allergy-facts.ts';
import { isCurrent, isVitalSign } from './chart-items.ts';
import classes from './chart-sections.module.css';
import type { ChartDetails } from './details-query.ts';
import { DocumentSection } from './document-section.tsx';
import { EntrySection } from './entry-section.tsx';
import { ResultsSection } from './results-section.tsx';
import { SectionPlace } from './section-place.tsx';

interface ChartSectionsProps {
  readonly chart: Chart;
  readonly documents: readonly Document[];
  readonly details: ChartDetails;
}

type NoneKind = 'allergies' | 'conditions' | 'medications' | 'immunizations' | 'encounters';

const ICON = { size: 20 } as const;

export function ChartSections({ chart, documents, details }: ChartSectionsProps): ReactNode {
  const t = useText();
  const none = useNone();
  const [vitals, results] = useMemo(
    () => [chart.series.filter(isVitalSign), chart.series.filter((one) => !isVitalSign(one))],
    [chart.series],
  );
  return (
    <div className={classes.sections}>
      <div className={classes.columns}>
        <div className={classes.column}>
          <Allergies entries={chart.allergies} facts={details.allergies} none={none('allergies')} />
          <Medicines entries={chart.medications} none={none('medications')} />
        </div>
        <div className={classes.column}>
          <Problems entries={chart.conditions} none={none('conditions')} />
        </div>
      </div>
      <SectionPlace section="vitals">
        <ResultsSection
          title={t('chart.vitals')}
          icon={<IconActivity {...ICON} />}
          series={vitals}
          none={t('chart.vitals.none')}
        />
      </SectionPlace>
      {results.length + chart.results.length > 0 && (
        <SectionPlace section="results">
          <div className={classes.sections}>
            <ResultsSection
              title={t('chart.results')}
              icon={<IconChartLine {...ICON} />}
              series={results}
            />
            {chart.results.length > 0 && <Findings entries={chart.results} />}
          </div>
        </SectionPlace>
      )}
      <Given chart={chart} documents={documents} details={details} />
    </div>
  );
}

/** What was done: vaccinations, procedures, visits, and what was written about them. */
function Given({ chart, documents, details }: ChartSectionsProps): ReactNode {
  const t = useText();
  const { rights } = useOpenChart();
  const none = useNone();
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <SectionPlace section="immunizations">
          <EntrySection
            title={t('chart.immunizations')}
            icon={<IconVaccine {...ICON} />}
            entries={chart.immunizations}
            none={none('immunizations')}
            add={{ kind: 'vaccination', type: 'Immunization', label: t('chart.add.vaccination') }}
          />
        </SectionPlace>
        {details.procedures.length > 0 && (
          <SectionPlace section="procedures">
            <EntrySection
              title={t('chart.procedures')}
              icon={<IconCut {...ICON} />}
              entries={details.procedures.map(withoutKind)}
              none=""
            />
          </SectionPlace>
        )}
        <Notes entries={details.notes} />
      </div>
      <div className={classes.column}>
        <SectionPlace section="encounters">
          <EntrySection
            title={t('chart.encounters')}
            icon={<IconReportMedical {...ICON} />}
            entries={chart.encounters}
            none={none('encounters')}
          />
        </SectionPlace>
        {rights.seeDocuments && (
          <SectionPlace section="documents">
            <DocumentSection
              title={t('documents.title')}
              icon={<IconPaperclip {...ICON} />}
              documents={documents}
            />
          </SectionPlace>
        )}
      </div>
    </div>
  );
}

const withoutKind = (entry: ChartEntry): ChartEntry => ({ ...entry, detail: null });

/** Nothing shared is not the same as nothing recorded: sensitive records can be left out of any kind. */
function useNone(): (kind: NoneKind) => string {
  const t = useText();
  const { rights } = useOpenChart();
  return (kind) => {
    if (rights.kinds === 'all') return t(`chart.${kind}.none`);
    return t(rights.kinds.includes(kind) ? 'chart.noneShared' : 'chart.notShared');
  };
}

interface PartProps {
  readonly entries: readonly ChartEntry[];
  readonly none: string;
}

/** What goes on comes first; what is over is folded away. */
function useParted(entries: readonly ChartEntry[]) {
  const now = useNow();
  return useMemo(
    () => ({
      entries: entries.filter((entry) => isCurrent(entry, now)),
      earlier: entries.filter((entry) => !isCurrent(entry, now)),
    }),
    [entries, now],
  );
}

function Problems({ entries, none }: PartProps): ReactNode {
  const t = useText();
  return (
    <SectionPlace section="conditions">
      <EntrySection
        title={t('chart.conditions')}
        icon={<IconStethoscope {...ICON} />}
        {...useParted(entries)}
        none={none}
        add={{ kind: 'problem', type: 'Condition', label: t('chart.add.problem') }}
      />
    </SectionPlace>
  );
}

function Medicines({ entries, none }: PartProps): ReactNode {
  const t = useText();
  return (
    <SectionPlace section="medications">
      <EntrySection
        title={t('chart.medications')}
        icon={<IconPill {...ICON} />}
        {...useParted(entries)}
        none={none}
        add={{ kind: 'medicine', type: 'MedicationStatement', label: t('chart.add.medicine') }}
      />
    </SectionPlace>
  );
}

interface AllergiesProps extends PartProps {
  readonly facts: ReadonlyMap<string, AllergyFacts>;
}

function Allergies({ entries, facts, none }: AllergiesProps): ReactNode {
  const t = useText();
  const parted = useParted(entries);
  const isNone = entries.length > 0 && entries.every(({ id }) => facts.get(id)?.isNone === true);
  return (
    <SectionPlace section="allergies">
      <EntrySection
        title={t('chart.allergies')}
        icon={<IconAlertHexagon {...ICON} />}
        {...parted}
        none={none}
        top={
          isNone && (
            <Alert color="ward" variant="light" icon={<IconCircleCheck size={20} />} mb="sm">
              {t('chart.allergies.noneKnown')}
            </Alert>
          )
        }
        add={{ kind: 'allergy', type: 'AllergyIntolerance', label: t('chart.add.allergy') }}
        badges={facts}
      />
    </SectionPlace>
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

function Notes({ entries }: { readonly entries: readonly ChartEntry[] }): ReactNode {
  const t = useText();
  const { rights } = useOpenChart();
  if (!rights.openRecords) return null;
  return (
    <SectionPlace section="notes">
      <EntrySection
        title={t('chart.notes')}
        icon={<IconFileText {...ICON} />}
        entries={entries}
        none={t('chart.notes.none')}
        add={{ kind: 'note', type: 'DocumentReference', label: t('chart.add.note') }}
      />
    </SectionPlace>
  );
}
