import type { ReactNode } from 'react';
import { AnchorLink } from '../ui/links.tsx';
import { Mark } from '../ui/mark.tsx';
import { useText } from '../ui/text.ts';
import classes from './frame.module.css';

interface FrameProps {
  /** Between the name and the end of the header. */
  readonly nav?: ReactNode;
  readonly end?: ReactNode;
  /** A shared chart is nobody's home: its header leads nowhere. */
  readonly linked?: boolean;
  /** Between the header and the page. */
  readonly banner?: ReactNode;
  readonly bottom?: ReactNode;
  readonly children: ReactNode;
}

/** Skip link, header, main part, footer: around every page. */
export function Frame({
  nav,
  end,
  linked = true,
  banner,
  bottom,
  children,
}: FrameProps): ReactNode {
  const t = useText();
  return (
    <div className={classes.frame} data-bottom={bottom ? true : undefined}>
      <a href="#main" className={classes.skip} onClick={skip}>
        {t('app.skip')}
      </a>
      <header className={`${classes.header} wk-no-print`}>
        <div className={classes.bar}>
          {linked ? (
            <AnchorLink to="/" underline="never" className={classes.brand ?? ''}>
              <Brand />
            </AnchorLink>
          ) : (
            <span className={classes.brand}>
              <Brand />
            </span>
          )}
          {nav}
          <div className={classes.end}>{end}</div>
        </div>
      </header>
      {banner}
      <main id="main" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <footer className={`${classes.footer} wk-no-print`}>{t('app.footer')}</footer>
      {bottom}
    </div>
  );
}

function Brand(): ReactNode {
  return (
    <>
      <Mark size={30} /> Wardkeep
    </>
  );
}

/** Not by the address: what stands after `#` there can be a token. */
function skip(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
