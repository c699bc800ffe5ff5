import {
  IconAlertHexagon,
  IconBandage,
  IconChartLine,
  IconClipboardHeart,
  IconDots,
  IconFiles,
  IconPhotoScan,
  IconPill,
  IconReceipt,
  IconReportMedical,
  IconStethoscope,
  IconVaccine,
} from '@tabler/icons-react';
import type { RecordKind } from '@wardkeep/contract';
import type { ReactNode } from 'react';

const SIZE = { size: 20 } as const;

const ICONS: Readonly<Record<RecordKind, ReactNode>> = {
  allergies: <IconAlertHexagon {...SIZE} />,
  'care-plans': <IconClipboardHeart {...SIZE} />,
  claims: <IconReceipt {...SIZE} />,
  conditions: <IconStethoscope {...SIZE} />,
  documents: <IconFiles {...SIZE} />,
  encounters: <IconReportMedical {...SIZE} />,
  imaging: <IconPhotoScan {...SIZE} />,
  immunizations: <IconVaccine {...SIZE} />,
  medications: <IconPill {...SIZE} />,
  procedures: <IconBandage {...SIZE} />,
  results: <IconChartLine {...SIZE} />,
  other: <IconDots {...SIZE} />,
};

export function KindIcon({ kind }: { readonly kind: RecordKind }): ReactNode {
  return ICONS[kind];
}
