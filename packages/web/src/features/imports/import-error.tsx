import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { IMPORT_BYTES } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { ImportFileError } from './use-import.ts';

/** An import is whole or nothing, and this says which. */
export function ImportError({ error }: { readonly error: unknown }): ReactNode {
  const t = useText();
  const format = useFormat();
  if (!(error instanceof ImportFileError)) {
    return <ProblemAlert error={error} title={t('import.failed')} />;
  }
  return (
    <Alert
      role="alert"
      color="wax"
      variant="light"
      icon={<IconAlertTriangle size={20} />}
      title={t('import.failed')}
    >
      {t(`import.fault.${error.fault}`, { most: format.bytes(IMPORT_BYTES) })}
    </Alert>
  );
}
