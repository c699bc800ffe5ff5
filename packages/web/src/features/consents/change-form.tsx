import { Alert, Button, Group, Modal, Stack, Text as Words } from '@mantine/core';
import type { Consent } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useChangeConsent } from './consent-query.ts';
import { PartList } from './part-list.tsx';
import { TermsFields } from './terms-fields.tsx';
import { type Allowed, type TermsPart, isNothing, surplus } from './terms-rules.ts';
import { UntilField } from './until-field.tsx';
import { untilFrom, untilMoment } from './until-rules.ts';

interface ChangeFormProps {
  readonly consent: Consent;
  readonly onClose: () => void;
}

/** Less holds at once; more waits for the other side. Both are said before anything is done. */
export function ChangeForm({ consent, onClose }: ChangeFormProps): ReactNode {
  const t = useText();
  const [terms, setTerms] = useState(consent.terms);
  const [until, setUntil] = useState(() => untilFrom(consent.until));
  const now = useNow();
  const [isSent, setSent] = useState(false);
  const [asked, setAsked] = useState<Allowed | null>(null);
  const moment = untilMoment(until, now);
  const before: Allowed = { terms: consent.terms, until: consent.until };
  const after = moment === undefined ? undefined : { terms, until: moment };
  const isSame = after && isNothing(surplus(after, before)) && isNothing(surplus(before, after));
  const send = (): void => {
    setSent(true);
    if (after && terms.kinds.length > 0) setAsked(after);
  };
  return (
    <Card title={t('consent.change')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Stack gap="lg">
          <TermsFields terms={terms} isEmpty={isSent} onChange={setTerms} />
          <UntilField until={until} isWrong={isSent && moment === undefined} onChange={setUntil} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('app.cancel')}
            </Button>
            <Button type="submit" disabled={isSame === true}>
              {t('consent.change.action')}
            </Button>
          </Group>
        </Stack>
      </form>
      <ConfirmChange
        consent={consent}
        after={asked}
        onClose={() => setAsked(null)}
        onChanged={onClose}
      />
    </Card>
  );
}

interface ConfirmChangeProps {
  readonly consent: Consent;
  /** `null` is closed. */
  readonly after: Allowed | null;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

function ConfirmChange({ consent, after, onClose, onChanged }: ConfirmChangeProps): ReactNode {
  const t = useText();
  const before: Allowed = { terms: consent.terms, until: consent.until };
  const change = useChangeConsent(consent.consentId, before);
  const shown = after ?? before;
  const less = surplus(before, shown);
  const more = surplus(shown, before);
  return (
    <Modal
      opened={after !== null}
      onClose={onClose}
      title={t('consent.confirm.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <Stack>
        <Part title={t('consent.confirm.less')} part={less} />
        <Part title={t('consent.confirm.more')} part={more} />
        {!isNothing(more) && (
          <Alert color="honey" variant="light">
            {t('consent.confirm.wait', { label: consent.label })}
          </Alert>
        )}
        <ProblemAlert error={change.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button
            loading={change.isPending}
            onClick={() => after && change.mutate(after, { onSuccess: onChanged })}
          >
            {t(isNothing(more) ? 'consent.confirm.now' : 'consent.confirm.ask')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Part({ title, part }: { readonly title: string; readonly part: TermsPart }): ReactNode {
  if (isNothing(part)) return null;
  return (
    <div>
      <Words fw={600}>{title}</Words>
      <PartList part={part} />
    </div>
  );
}
