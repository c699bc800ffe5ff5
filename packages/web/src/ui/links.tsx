import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { type LinkComponent, createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';

type Attributes<Props> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props> &
  Props & { readonly ref?: Ref<HTMLAnchorElement> };

const StyledAnchor = (props: Attributes<AnchorProps>): ReactNode => <Anchor {...props} />;
const StyledButton = (props: Attributes<ButtonProps>): ReactNode => (
  <Button component="a" {...props} />
);

/** A link in the text to a page of this app; where it leads is checked by the compiler. */
export const AnchorLink: LinkComponent<typeof StyledAnchor> = createLink(StyledAnchor);

/** The same, looking like a button: it still is a link, which opens in a new tab when asked to. */
export const ButtonLink: LinkComponent<typeof StyledButton> = createLink(StyledButton);
