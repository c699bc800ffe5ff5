import { Button, Group, Select, Stack, Text as Words } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconUserPlus } from '@tabler/icons-react';
import { InvitedRole, type ReplyOf, createInvitation } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { useFormat } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { useText } from '../../ui/text.ts';
import { useClient } from '../sessions/index.ts';

type Invitation = ReplyOf<typeof createInvitation>;
type StaffRole = Invitation['role'];

export function InviteCard(): ReactNode {
  const t = useText();
  const client = useClient();
  const [role, setRole] = useState<StaffRole>('provider');
  const invite = useMutation({
    mutationFn: () => client.call(createInvitation, { body: { role } }),
  });
  return (
    <Card title={t('invite.title')} icon={<IconUserPlus size={20} />}>
      <Stack>
        <Words size="sm">{t('invite.lead')}</Words>
        <ProblemAlert error={invite.error} />
        <Group align="flex-end">
          <Select
            flex="1 1 14rem"
            maw={360}
            label={t('invite.role')}
            allowDeselect={false}
            data={InvitedRole.options.map((one) => ({ value: one, label: t(`role.${one}`) }))}
            value={role}
            onChange={(chosen) => setRole(InvitedRole.parse(chosen))}
          />
          <Button loading={invite.isPending} onClick={() => invite.mutate()}>
            {t('invite.action')}
          </Button>
        </Group>
        {invite.data && <InvitationLink invitation={invite.data} />}
      </Stack>
    </Card>
  );
}

function InvitationLink({ invitation }: { readonly invitation: Invitation }): ReactNode {
  const t = useText();
  const format = useFormat();
  const role = t(`role.${invitation.role}`);
  return (
    <Stack gap="sm" component="output">
      <Words size="sm">
        {t('invite.ready', { role, until: format.dateTime(invitation.expiresAt) })}
      </Words>
      <CopyField label={t('invite.link')} value={invitation.link} />
      <QrCode value={invitation.link} label={t('invite.qr', { role })} />
    </Stack>
  );
}
