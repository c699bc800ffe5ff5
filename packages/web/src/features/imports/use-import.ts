import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Client } from '@wardkeep/client';
import {
  IMPORT_MEDIA_TYPES,
  type ImportReport,
  type PersonId,
  importRecords,
} from '@wardkeep/contract';
import { useState } from 'react';
import { xhrFetch } from '../../ui/xhr-fetch.ts';
import { chartKey } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';
import { type ImportFault, type ImportKind, recognise } from './import-file.ts';

/** Where an import is; `done` of `total` are bytes while sending, records afterwards. */
export interface ImportPhase {
  readonly phase: 'reading' | 'sending' | 'sealing';
  readonly done: number;
  readonly total: number;
}

/** The file is not what it should be; nothing was sent. */
export class ImportFileError extends Error {
  readonly fault: ImportFault;

  constructor(fault: ImportFault) {
    super(fault);
    this.name = 'ImportFileError';
    this.fault = fault;
  }
}

export function useImport(patientId: PersonId | undefined) {
  const client = useClient();
  const queries = useQueryClient();
  const [phase, setPhase] = useState<ImportPhase | null>(null);
  const mutation = useMutation({
    mutationFn: async (file: File) => {
      if (patientId === undefined) throw new Error('nobody is signed in');
      setPhase({ phase: 'reading', done: 0, total: 0 });
      const found = await recognise(file);
      if ('fault' in found) throw new ImportFileError(found.fault);
      const onPhase = setPhase;
      return sendFile(client, { patientId, file, kind: found.kind, onPhase });
    },
    onSuccess: () => queries.removeQueries({ queryKey: chartKey(patientId) }),
    onSettled: () => setPhase(null),
  });
  return { phase, mutation };
}

interface Sending {
  readonly patientId: PersonId;
  readonly file: File;
  readonly kind: ImportKind;
  readonly onPhase: (phase: ImportPhase) => void;
}

function sendFile(
  client: Client,
  { patientId, file, kind, onPhase }: Sending,
): Promise<ImportReport> {
  const fetch = xhrFetch((done, total) => onPhase({ phase: 'sending', done, total }));
  return client.callWithProgress(
    importRecords,
    { params: { patientId }, body: file, mediaType: IMPORT_MEDIA_TYPES[kind][0], fetch },
    ({ done, total }) => onPhase({ phase: 'sealing', done, total }),
  );
}
