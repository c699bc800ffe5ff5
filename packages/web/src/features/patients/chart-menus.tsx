import { Button, Menu } from '@mantine/core';
import {
  IconActivity,
  IconAlertHexagon,
  IconBraces,
  IconDownload,
  IconFileText,
  IconFileTypePdf,
  IconFileZip,
  IconPill,
  IconPlus,
  IconPrinter,
  IconStethoscope,
  IconVaccine,
  IconWorld,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { exportFhir, exportIps, exportPdf, exportZip } from '@wardkeep/contract';
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { localDay } from '../../ui/local-day.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { saveBlob } from '../../ui/save-text.ts';
import { useText } from '../../ui/text.ts';
import { mayAdd, useChartGo, useOpenChart } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';

const ICON = { size: 18 } as const;
const KINDS = [
  { kind: 'problem', type: 'Condition', icon: <IconStethoscope {...ICON} /> },
  { kind: 'allergy', type: 'AllergyIntolerance', icon: <IconAlertHexagon {...ICON} /> },
  { kind: 'medicine', type: 'MedicationStatement', icon: <IconPill {...ICON} /> },
  { kind: 'measurement', type: 'Observation', icon: <IconActivity {...ICON} /> },
  { kind: 'vaccination', type: 'Immunization', icon: <IconVaccine {...ICON} /> },
  { kind: 'note', type: 'DocumentReference', icon: <IconFileText {...ICON} /> },
] as const;

/** What can be written in by hand here. */
export function AddMenu(): ReactNode {
  const t = useText();
  const { rights } = useOpenChart();
  const { toForm } = useChartGo();
  const kinds = KINDS.filter(({ type }) => mayAdd(rights, type));
  if (kinds.length === 0) return null;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button leftSection={<IconPlus {...ICON} />}>{t('chart.add')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map(({ kind, icon }) => (
          <Menu.Item key={kind} leftSection={icon} onClick={() => toForm(kind)}>
            {t(`chart.kind.${kind}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

type What = 'pdf' | 'fhir' | 'ips' | 'zip';
const EXPORTS = { fhir: exportFhir, ips: exportIps, zip: exportZip } as const;
const ENDINGS = { pdf: 'pdf', fhir: 'json', ips: 'ips.json', zip: 'zip' } as const;
const ICONS = {
  pdf: <IconFileTypePdf {...ICON} />,
  fhir: <IconBraces {...ICON} />,
  ips: <IconWorld {...ICON} />,
  zip: <IconFileZip {...ICON} />,
} as const;

/** The chart on paper, or as a file to take along. */
export function DownloadMenu({ onError }: { readonly onError: (error: unknown) => void }) {
  const t = useText();
  const { rights } = useOpenChart();
  const download = useDownload(onError);
  const files = rights.export ? (['pdf', 'fhir', 'ips', 'zip'] as const) : [];
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload {...ICON} />}
          loading={download.isPending}
        >
          {t('chart.download')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPrinter {...ICON} />} onClick={() => window.print()}>
          {t('chart.print')}
        </Menu.Item>
        {files.length > 0 && <Menu.Divider />}
        {files.map((what) => (
          <Menu.Item key={what} leftSection={ICONS[what]} onClick={() => download.mutate(what)}>
            {t(`chart.download.${what}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function useDownload(onError: (error: unknown) => void) {
  const client = useClient();
  const { patientId } = useOpenChart();
  const { i18n } = useLingui();
  return useMutation({
    mutationFn: async (what: What) => {
      onError(null);
      const params = { patientId: patientId ?? '' };
      const language = i18n.locale === 'de' ? 'de' : 'en';
      const response =
        what === 'pdf'
          ? await client.callForBytes(exportPdf, { params, query: { language } })
          : await client.callForBytes(EXPORTS[what], { params });
      saveBlob(`chart-${localDay(new Date())}.${ENDINGS[what]}`, await response.blob());
    },
    onError,
  });
}

/** Said above the chart, for the menu is closed by then. */
export function DownloadProblem({ error }: { readonly error: unknown }): ReactNode {
  const t = useText();
  return <ProblemAlert error={error} title={t('chart.download.failed')} />;
}
