import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type PersonId, deleteDocument, listDocuments, readDocument } from '@wardkeep/contract';
import { useClient, usePatientId } from '../sessions/index.ts';

export const DOCUMENTS_KEY = ['documents'] as const;

export function useDocuments() {
  const client = useClient();
  const patientId = usePatientId();
  return useQuery({
    queryKey: DOCUMENTS_KEY,
    enabled: patientId !== undefined,
    queryFn: ({ signal }) =>
      client.call(listDocuments, { params: { patientId: patientId ?? '' }, signal }),
  });
}

export function useDeleteDocument(onDeleted: () => void) {
  const client = useClient();
  const patientId = usePatientId();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (documentId: string) =>
      client.call(deleteDocument, { params: { patientId: patientId ?? '', documentId } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: DOCUMENTS_KEY });
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
