import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type PersonId, deleteDocument, listDocuments, readDocument } from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';

export const documentsKey = (patientId: PersonId | undefined) => chartKey(patientId, 'documents');

export function useDocuments() {
  const client = useClient();
  const { patientId, rights } = useOpenChart();
  return useQuery({
    queryKey: documentsKey(patientId),
    enabled: patientId !== undefined && rights.seeDocuments,
    queryFn: ({ signal }) =>
      client.call(listDocuments, { params: { patientId: patientId ?? '' }, signal }),
  });
}

export function useDeleteDocument(onDeleted: () => void) {
  const client = useClient();
  const { patientId } = useOpenChart();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (documentId: string) =>
      client.call(deleteDocument, { params: { patientId: patientId ?? '', documentId } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: documentsKey(patientId) });
      onDeleted();
    },
  });
}

/** Opens in a tab of its own: the browser sends the session's cookie with it. */
export function contentUrl(patientId: PersonId | undefined, documentId: string): string {
  return readDocument.path
    .replace(':patientId', patientId ?? '')
    .replace(':documentId', encodeURIComponent(documentId));
}
