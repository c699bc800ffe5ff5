import { Checkbox, Stack } from '@mantine/core';
import { IconFolderOpen, IconUsersPlus } from '@tabler/icons-react';
import { IMPORT_BYTES } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { DropArea, FilePick } from '../../ui/drop-area.tsx';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { BringingProgress } from './bringing-progress.tsx';
import { BringingReport } from './bringing-report.tsx';
import { BringingResult } from './bringing-result.tsx';
import { chosenFiles } from './chosen-files.ts';
import { chosenOrganisation } from './chosen-organisation.ts';
import { ExportCard } from './export-card.tsx';
import { OrganisationField } from './organisation-field.tsx';
import { type OwnOrganisations, useOwnOrganisations } from './own-organisations-query.ts';
import { isNotTheirs, useBringing } from './use-bringing.ts';

interface PatientImportsPageProps {
  readonly organisationId: string | undefined;
  readonly onOrganisation: (organisationId: string | undefined) => void;
}

/** The patients whom an organisation brings along, each into a chart of their own; and all of them out again. */
export function PatientImportsPage(props: PatientImportsPageProps): ReactNode {
  const t = useText();
  return (
    <Page title={t('bring.title')} lead={t('bring.lead')}>
      <Loaded query={useOwnOrganisations()}>
        {(organisations) => <PatientImports {...props} organisations={organisations} />}
      </Loaded>
    </Page>
  );
}

interface PatientImportsProps extends PatientImportsPageProps {
  readonly organisations: OwnOrganisations;
}

function PatientImports(props: PatientImportsProps): ReactNode {
  const { organisations, onOrganisation } = props;
  const organisationId = chosenOrganisation(organisations, props.organisationId);
  const t = useText();
  const { state, isBusy, bringing, start, goOn } = useBringing();
  const [isLenient, setLenient] = useState(false);
  const { phase, counts, error } = state;
  const isOver = phase === 'done' || phase === 'stopped';
  return (
    <Stack gap="lg">
      <OrganisationField
        organisations={organisations}
        organisationId={organisationId}
        isLocked={phase !== 'idle'}
        onChange={onOrganisation}
      />
      <ProblemAlert
        error={error}
        title={t('bring.failed')}
        {...(isNotTheirs(error) && { words: { not_found: t('bring.notTheirs') } })}
      />
      {isBusy && <BringingProgress state={state} onStop={bringing.stop} />}
      {isOver && (
        <>
          <BringingResult state={state} onGoOn={() => void goOn()} onAgain={bringing.reset} />
          <BringingReport lines={bringing.lines()} counts={counts} />
        </>
      )}
      {phase === 'idle' && organisationId !== undefined && (
        <>
          <ChooseFiles
            onFiles={(files) => void start(chosenFiles(files), { organisationId, isLenient })}
          />
          <Card tone="tint">
            <Checkbox
              label={t('bring.lenient')}
              description={t('bring.lenient.words')}
              checked={isLenient}
              onChange={(event) => setLenient(event.currentTarget.checked)}
            />
          </Card>
        </>
      )}
      {!isBusy && organisationId !== undefined && <ExportCard organisationId={organisationId} />}
    </Stack>
  );
}

interface ChooseFilesProps {
  readonly onFiles: (files: readonly File[]) => void;
}

function ChooseFiles({ onFiles }: ChooseFilesProps): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <DropArea
      icon={<IconUsersPlus size={28} />}
      title={t('bring.drop')}
      hint={t('bring.hint', { most: format.bytes(IMPORT_BYTES) })}
      button={t('bring.choose')}
      multiple
      onFiles={onFiles}
    >
      <FilePick
        label={t('bring.chooseFolder')}
        icon={<IconFolderOpen size={18} />}
        variant="default"
        multiple
        folder
        onFiles={onFiles}
      />
    </DropArea>
  );
}
