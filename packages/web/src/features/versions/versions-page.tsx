import { Alert, Badge, NativeSelect, Stack, Text as Words } from '@mantine/core';
import { IconArrowLeft, IconHistory } from '@tabler/icons-react';
import type { AccessLogEntry } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { type Text, useText } from '../../ui/text.ts';
import { RecordAnchor } from '../open-chart/index.ts';
import { recordTitle, useRecordWords } from '../records/index.ts';
import { Differences } from './differences.tsx';
import type { Version } from './version-list.ts';
import { useRecentLog, useVersions } from './version-query.ts';
import classes from './versions-page.module.css';
import { whoChanged } from './who-changed.ts';

interface VersionsPageProps {
  readonly type: string;
  readonly id: string;
}

/** What a record said at different times, and who changed it. */
export function VersionsPage({ type, id }: VersionsPageProps): ReactNode {
  const t = useText();
  const words = useRecordWords();
  const query = useVersions(type, id);
  const log = useRecentLog().data ?? [];
  const newest = query.data?.find(({ resource }) => resource !== null)?.resource;
  return (
    <Page title={t('versions.title')} lead={newest && recordTitle(newest, words)}>
      <Stack gap="lg">
        <RecordAnchor type={type} id={id} className={classes.back ?? ''}>
          <IconArrowLeft size={18} aria-hidden="true" /> {t('versions.back')}
        </RecordAnchor>
        <Loaded query={query} skeleton={[160, 240]}>
          {(versions) => <Compared versions={versions} record={{ type, id }} log={log} />}
        </Loaded>
      </Stack>
    </Page>
  );
}

interface ComparedProps {
  readonly versions: readonly Version[];
  readonly record: VersionsPageProps;
  readonly log: readonly AccessLogEntry[];
}

function Compared({ versions, record, log }: ComparedProps): ReactNode {
  const t = useText();
  const name = useVersionName(record, log);
  const said = versions.filter(({ resource }) => resource !== null);
  const [newest, previous = newest] = said;
  const [from, setFrom] = useState(previous?.number ?? 0);
  const [to, setTo] = useState(newest?.number ?? 0);
  const before = said.find(({ number }) => number === from);
  const after = said.find(({ number }) => number === to);
  return (
    <>
      <VersionList versions={versions} name={name} />
      {said.length < 2 || !before?.resource || !after?.resource ? (
        <Alert color="ward" variant="light">
          {t('versions.one')}
        </Alert>
      ) : (
        <Card title={t('versions.compare')}>
          <div className={classes.choose}>
            <Choose
              label={t('versions.before')}
              {...{ said, name }}
              value={from}
              onChange={setFrom}
            />
            <Choose label={t('versions.after')} {...{ said, name }} value={to} onChange={setTo} />
          </div>
          <Differences
            before={before.resource}
            after={after.resource}
            beforeName={t('versions.number', { number: from })}
            afterName={t('versions.number', { number: to })}
          />
        </Card>
      )}
    </>
  );
}

type VersionName = (version: Version) => string;

interface ChooseProps {
  readonly label: string;
  readonly said: readonly Version[];
  readonly name: VersionName;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Choose({ label, said, name, value, onChange }: ChooseProps): ReactNode {
  return (
    <NativeSelect
      size="md"
      label={label}
      value={String(value)}
      data={said.map((version) => ({ value: String(version.number), label: name(version) }))}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  );
}

interface VersionListProps {
  readonly versions: readonly Version[];
  readonly name: VersionName;
}

function VersionList({ versions, name }: VersionListProps): ReactNode {
  const t = useText();
  return (
    <Card title={t('versions.all', { count: versions.length })} icon={<IconHistory size={20} />}>
      <ol className={classes.list} reversed>
        {versions.map((version, place) => (
          <li key={version.number} className={classes.version}>
            <span>{name(version)}</span>
            {place === 0 && <Badge variant="light">{t('versions.newest')}</Badge>}
          </li>
        ))}
      </ol>
      <Words size="sm" c="dimmed" mt="sm">
        {t('versions.stay')}
      </Words>
    </Card>
  );
}

/** "Version 2: changed by you on 3 May 2026, 10:05". */
function useVersionName(record: VersionsPageProps, log: readonly AccessLogEntry[]): VersionName {
  const t = useText();
  const format = useFormat();
  return (version) => {
    const { number, did } = version;
    const at = format.dateTime(version.at);
    const actor = whoChanged(version, record, log);
    if (actor?.kind === 'you') return t(`versions.you.${did}`, { number, at });
    const who = actor && actorName(t, actor);
    return who === undefined
      ? t(`versions.somebody.${did}`, { number, at })
      : t(`versions.named.${did}`, { number, at, who });
  };
}

function actorName(t: Text, { displayName, role }: AccessLogEntry['actor']): string | undefined {
  if (displayName !== null) return displayName;
  return role === null || !isRole(role) ? undefined : t(`role.${role}`);
}

const ROLES = [
  'patient',
  'provider',
  'radiologist',
  'carer',
  'technologist',
  'client',
  'admin',
] as const;

function isRole(role: string): role is (typeof ROLES)[number] {
  return ROLES.some((one) => one === role);
}
