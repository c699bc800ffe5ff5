import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ClientProvider, StepUpDialog, StepUpProvider } from '../features/sessions/index.ts';
import { pageNonce } from './nonce.ts';
import { createRuntime } from './runtime.ts';
import { cssVariables, theme } from './theme.ts';

const nonce = pageNonce();

/** Everything that the pages stand on, outermost first. */
export function App(): ReactNode {
  const [{ client, queries, router, stepUp }] = useState(createRuntime);
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queries}>
          <ClientProvider value={client}>
            <StepUpDialog stepUp={stepUp} />
            <StepUpProvider value={stepUp}>
              <RouterProvider router={router} />
            </StepUpProvider>
          </ClientProvider>
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  );
}
