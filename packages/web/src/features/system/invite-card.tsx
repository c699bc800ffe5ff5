import { Alert, Button, Group, Select, Stack, Text as Words, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconMailForward, IconUserPlus } from '@tabler/icons-react';
import { Email, Role, type ReplyOf, createInvitation } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { useFormat } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { useText } from '../../ui/text.ts';
import { useClient } from '../sessions/index.ts';

type InvitationReply = ReplyOf<typeof createInvitation>;

interface Invited {
  readonly role: InvitationReply['role'];
  readonly email: string;
}

/** The reply, and for whom it was asked. */
interface Invitation extends InvitationReply {
  readonly email: string;
}

export function InviteCard(): ReactNode {
  const t = useText();
  const client = useClient();
  const invite = useMutation({
    mutationFn: async (body: Invited): Promise<Invitation> => ({
      ...(await client.call(createInvitation, { body })),
      email: body.email,
    }),
  });
  return (
    <Card title={t('invite.title')} icon={<IconUserPlus size={20} />}>
      <Stack>
        <Words size="sm">{t('invite.lead')}</Words>
        <ProblemAlert error={invite.error} />
        <InviteForm busy={invite.isPending} onInvite={invite.mutate} />
        {invite.data && <InvitationLink invitation={invite.data} />}
      </Stack>
    </Card>
  );
}

interface InviteFormProps {
  readonly busy: boolean;
  readonly onInvite: (invited: Invited) => void;
}

function InviteForm({ busy, onInvite }: InviteFormProps): ReactNode {
  const t = useText();
  const [role, setRole] = useState<Invited['role']>('provider');
  const [email, setEmail] = useState('');
  const [wrong, setWrong] = useState(false);
  const send = (): void => {
    const right = Email.safeParse(email.trim()).success;
    setWrong(!right);
    if (right) onInvite({ role, email: email.trim() });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Group align="flex-start">
        <TextInput
          flex="1 1 16rem"
          label={t('account.email')}
          type="email"
          autoComplete="off"
          value={email}
          error={wrong && t('account.email.invalid')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Select
          flex="1 1 12rem"
          size="md"
          label={t('invite.role')}
          allowDeselect={false}
          data={Role.options.map((one) => ({ value: one, label: t(`role.${one}`) }))}
          value={role}
          onChange={(chosen) => setRole(Role.parse(chosen))}
        />
        <Button
          type="submit"
          size="md"
          mt={{ base: 0, sm: 27 }}
          w={{ base: '100%', sm: 'auto' }}
          loading={busy}
        >
          {t('invite.action')}
        </Button>
      </Group>
    </form>
  );
}

function InvitationLink({ invitation }: { readonly invitation: Invitation }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { email, link, isSent } = invitation;
  const role = t(`role.${invitation.role}`);
  const until = format.dateTime(invitation.expiresAt);
  return (
    <Stack gap="sm" component="output">
      <Alert color={isSent ? 'ward' : 'honey'} variant="light" icon={<IconMailForward size={20} />}>
        {t(isSent ? 'invite.sent' : 'invite.notSent', { email })}
      </Alert>
      <Words size="sm">{t('invite.ready', { email, role, until })}</Words>
      <CopyField label={t('invite.link')} value={link} />
      <QrCode value={link} label={t('invite.qr', { role })} />
    </Stack>
  );
}
