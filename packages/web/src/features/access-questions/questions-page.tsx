import { Stack } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import type { AccessQuestion } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { CollapsedList } from '../../ui/collapsed-list.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ItemList, itemListClass } from '../../ui/item-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { QuestionItem } from './question-item.tsx';
import { useQuestions } from './question-query.ts';

const ANSWERED_SHOWN = 10;

interface QuestionsPageProps {
  /** Below the title: the ways to the pages beside this one. */
  readonly top: ReactNode;
}

/** For security officers: what people ask about accesses to their records. */
export function QuestionsPage({ top }: QuestionsPageProps): ReactNode {
  const t = useText();
  const query = useQuestions();
  return (
    <Page title={t('questions.title')} lead={t('questions.lead')}>
      <Stack gap="lg">
        {top}
        <Loaded query={query}>{({ questions }) => <Questions questions={questions} />}</Loaded>
      </Stack>
    </Page>
  );
}

function Questions({ questions }: { readonly questions: readonly AccessQuestion[] }): ReactNode {
  const t = useText();
  const waiting = questions.filter(({ answer }) => answer === null);
  const answered = questions.filter(({ answer }) => answer !== null);
  const item = (question: AccessQuestion): ReactNode => (
    <QuestionItem key={question.questionId} question={question} />
  );
  if (questions.length === 0)
    return (
      <Empty icon={<IconMessageQuestion size={28} />} title={t('questions.empty')}>
        {t('questions.empty.words')}
      </Empty>
    );
  return (
    <Stack gap="lg">
      <Card title={t('questions.waiting')} icon={<IconMessageQuestion size={20} />}>
        {waiting.length === 0 ? (
          t('questions.waiting.none')
        ) : (
          <ItemList label={t('questions.waiting')}>{waiting.map(item)}</ItemList>
        )}
      </Card>
      {answered.length > 0 && (
        <Card title={t('questions.answered')}>
          <CollapsedList
            items={answered}
            most={ANSWERED_SHOWN}
            className={itemListClass}
            label={t('questions.answered')}
            render={item}
          />
        </Card>
      )}
    </Stack>
  );
}
