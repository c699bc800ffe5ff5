import { Button, Group, Text as Words } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import type { ReactNode } from 'react';
import classes from './drop-area.module.css';

interface DropAreaProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly button: string;
  readonly accept?: Record<string, string[]>;
  readonly multiple?: boolean;
  readonly busy?: boolean;
  readonly onFiles: (files: File[]) => void;
  readonly children?: ReactNode;
}

/** Drop or choose; what is too large or of the wrong kind is the caller's to say, so nothing is refused here. */
export function DropArea(props: DropAreaProps): ReactNode {
  return (
    <Dropzone
      onDrop={props.onFiles}
      onReject={(rejections) => props.onFiles(rejections.map(({ file }) => file))}
      multiple={props.multiple ?? false}
      loading={props.busy ?? false}
      className={classes.area ?? ''}
      activateOnClick={false}
      activateOnKeyboard={false}
      tabIndex={-1}
      {...(props.accept ? { accept: props.accept } : {})}
    >
      <DropContent {...props} />
    </Dropzone>
  );
}

function DropContent({ icon, title, hint, button, children, ...props }: DropAreaProps): ReactNode {
  return (
    <div className={classes.content}>
      <span className={classes.icon}>{icon}</span>
      <Words fw={600} size="lg">
        {title}
      </Words>
      <Words c="dimmed" size="sm" maw={460}>
        {hint}
      </Words>
      <Group justify="center" mt="sm">
        <FilePick label={button} {...props} />
        {children}
      </Group>
    </div>
  );
}

interface FilePickProps {
  readonly label: string;
  readonly accept?: Record<string, string[]>;
  readonly multiple?: boolean;
  readonly icon?: ReactNode;
  readonly variant?: 'filled' | 'default';
  readonly capture?: 'environment';
  /** Everything in a folder, whose name comes along. */
  readonly folder?: boolean;
  readonly onFiles: (files: File[]) => void;
}

/** A real file field inside its label, so that the keyboard and the screen reader know it. */
export function FilePick(props: FilePickProps): ReactNode {
  const accept = Object.entries(props.accept ?? {})
    .flat(2)
    .join(',');
  return (
    <Button
      component="label"
      variant={props.variant ?? 'filled'}
      leftSection={props.icon}
      className={classes.pick ?? ''}
    >
      {props.label}
      <input
        type="file"
        className={classes.input}
        accept={accept}
        multiple={props.multiple}
        {...(props.capture ? { capture: props.capture } : {})}
        {...(props.folder === true ? { webkitdirectory: '' } : {})}
        onChange={(event) => {
          props.onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </Button>
  );
}
