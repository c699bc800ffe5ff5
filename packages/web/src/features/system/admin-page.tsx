import { SimpleGrid, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { AccessRulesCard } from './access-rules-card.tsx';
import { AccountsCard } from './accounts-card.tsx';
import { AuditCard } from './audit-card.tsx';
import { EscrowCard } from './escrow-card.tsx';
import { InviteCard } from './invite-card.tsx';
import { KeysCard, ServerCard } from './keys-card.tsx';
import { Notices } from './notices.tsx';
import { PseudonymsCard } from './pseudonyms-card.tsx';
import { RecoveriesCard } from './recoveries-card.tsx';
import { RecoveryKitCard } from './recovery-kit-card.tsx';
import { useSystem } from './system-query.ts';

/** What an administrator watches over. No chart is here, and none can be reached from here. */
export function AdminPage(): ReactNode {
  const t = useText();
  const query = useSystem();
  return (
    <Page title={t('admin.title')} lead={t('admin.lead')}>
      <Stack gap="lg">
        <Loaded query={query} skeleton={[96, 220, 220]}>
          {(system) => (
            <>
              <Notices notices={system.notices} />
              <KeysCard keys={system.keys} />
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg" className="wk-align-start">
                <AuditCard audit={system.audit} />
                <ServerCard system={system} />
              </SimpleGrid>
              <EscrowCard escrow={system.audit.escrow} />
              <RecoveryKitCard kit={system.recoveryKit} />
            </>
          )}
        </Loaded>
        <RecoveriesCard />
        <InviteCard />
        <AccountsCard />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg" className="wk-align-start">
          <PseudonymsCard />
          <AccessRulesCard />
        </SimpleGrid>
      </Stack>
    </Page>
  );
}
