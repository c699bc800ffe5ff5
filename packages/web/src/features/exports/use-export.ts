import { useMutation } from '@tanstack/react-query';
import { exportDeidentified } from '@wardkeep/contract';
import { localDay } from '../../ui/local-day.ts';
import { saveBlob } from '../../ui/save-text.ts';
import { useClient } from '../sessions/index.ts';

/** What was saved; of nobody, nothing is. */
export interface Exported {
  readonly fileName: string;
  readonly bytes: number;
}

export function useExport() {
  const client = useClient();
  return useMutation({
    mutationFn: async (withFreeText: boolean): Promise<Exported> => {
      const response = await client.callForBytes(exportDeidentified, { body: { withFreeText } });
      const blob = await response.blob();
      const fileName = `wardkeep-${localDay(new Date())}.ndjson`;
      if (blob.size > 0) saveBlob(fileName, blob);
      return { fileName, bytes: blob.size };
    },
  });
}
