import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Client } from '@wardkeep/client';
import { answerQuestion, listQuestions } from '@wardkeep/contract';
import { useAccount, useClient } from '../sessions/index.ts';

const QUESTIONS_KEY = ['access-questions'] as const;

const read = (client: Client, isBackground: boolean) => ({
  queryKey: QUESTIONS_KEY,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    client.call(listQuestions, { signal, isBackground }),
});

/** What people asked, read anew with each visit. */
export function useQuestions() {
  return useQuery({ ...read(useClient(), false), staleTime: 0 });
}

/** How many wait for an answer; none for whoever answers none, or lacks a second factor. Each reading is on record, so the page's is used. */
export function useQuestionsWaiting(): number {
  const session = useAccount()?.session;
  const enabled = session?.role === 'admin' && session.needs === 'nothing';
  return useQuery({ ...read(useClient(), true), enabled }).data?.open ?? 0;
}

export function useAnswer(questionId: string, onDone: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (answer: string) =>
      client.call(answerQuestion, { params: { questionId }, body: { answer } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: QUESTIONS_KEY });
      onDone();
    },
  });
}
