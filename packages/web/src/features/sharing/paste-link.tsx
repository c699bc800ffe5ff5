import { Anchor, Button, Group, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useText } from '../../ui/text.ts';
import { type PastedLink, readPastedLink } from './share-link.ts';

/** Opens a link that somebody sent as text. */
export function PasteLink({ onOpen }: { readonly onOpen: (token: string) => void }): ReactNode {
  const t = useText();
  const [pasted, setPasted] = useState('');
  const [result, setResult] = useState<PastedLink | null>(null);
  const open = (): void => {
    const link = readPastedLink(pasted, window.location.origin);
    setResult(link);
    if (link.kind === 'here') onOpen(link.token);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <TextInput
            flex="1 1 16rem"
            label={t('paste.label')}
            autoComplete="off"
            value={pasted}
            error={result?.kind === 'none' && t('paste.none')}
            onChange={(event) => setPasted(event.currentTarget.value)}
          />
          <Button type="submit">{t('paste.open')}</Button>
        </Group>
        {result?.kind === 'elsewhere' && (
          <output>
            {t('paste.elsewhere')}{' '}
            <Anchor href={result.url} rel="noreferrer">
              {result.host}
            </Anchor>
          </output>
        )}
      </Stack>
    </form>
  );
}
