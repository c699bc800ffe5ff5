import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createDocument, uploadDocument } from '@wardkeep/contract';
import { useState } from 'react';
import { xhrFetch } from '../../ui/xhr-fetch.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';
import { documentsKey } from './document-query.ts';

export interface Attachment {
  readonly file: File;
  readonly title: string;
}

/** Names the document, then sends its bytes; `sent` is the fraction that has left, from 0 to 1. */
export function useAttach(onAttached: () => void) {
  const client = useClient();
  const { patientId } = useOpenChart();
  const params = { patientId: patientId ?? '' };
  const queries = useQueryClient();
  const [sent, setSent] = useState(0);
  const mutation = useMutation({
    mutationFn: async ({ file, title }: Attachment) => {
      setSent(0);
      const body = { title, fileName: file.name.slice(-255) };
      const { documentId } = await client.call(createDocument, { params, body });
      return client.call(uploadDocument, {
        params: { ...params, documentId },
        body: file,
        fetch: xhrFetch((done, total) => setSent(done / total)),
      });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: documentsKey(patientId) });
      onAttached();
    },
  });
  return { sent, mutation };
}
