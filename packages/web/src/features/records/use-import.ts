import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Client } from '@wardkeep/client';
import { type PersonId, type ReplyOf, importBundle } from '@wardkeep/contract';
import { useState } from 'react';
import { xhrFetch } from '../../ui/xhr-fetch.ts';
import { chartKey } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';
import { type ImportFault, importFault } from './import-file.ts';

/** Where an import is; `done` of `total` are bytes while sending, records afterwards. */
export interface ImportPhase {
  readonly phase: 'reading' | 'sending' | 'sealing';
  readonly done: number;
  readonly total: number;
}

export type ImportReply = ReplyOf<typeof importBundle>;

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
      const fault = await importFault(file);
      if (fault) throw new ImportFileError(fault);
      return sendFile(client, patientId, file, setPhase);
    },
    onSuccess: () => queries.removeQueries({ queryKey: chartKey(patientId, 'chart') }),
    onSettled: () => setPhase(null),
  });
  return { phase, mutation };
}

function sendFile(
  client: Client,
  patientId: PersonId,
  file: File,
  onPhase: (phase: ImportPhase) => void,
): Promise<ImportReply> {
  const fetch = xhrFetch((done, total) => onPhase({ phase: 'sending', done, total }));
  return client.callWithProgress(
    importBundle,
    { params: { patientId }, body: file, fetch },
    ({ done, total }) => onPhase({ phase: 'sealing', done, total }),
  );
}
