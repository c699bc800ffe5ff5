import { readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordedHome } from '../../packages/server/src/db/cluster-home.ts';
import { type ClusterSettings, ownerRole } from '../../packages/server/src/db/cluster-roles.ts';
import { signalTo } from '../../packages/server/src/db/postmaster.ts';
import { processKind, readPostmasterFile } from '../../packages/server/src/db/postmaster-pid.ts';
import { socketDirectoryOf, socketPort } from '../../packages/server/src/db/socket-directory.ts';

/** The embedded cluster of a data directory, seen from outside the server. */
export interface ClusterAccess {
  /** The postmaster that runs now; undefined while none is ready. */
  postmaster(): Promise<number | undefined>;
  /** SIGQUIT to a postmaster that is left over; nothing if there is none. */
  stopPostmaster(): Promise<void>;
  /** As the server itself connects. */
  readonly settings: ClusterSettings;
}

export async function accessCluster(dataDirectory: string): Promise<ClusterAccess> {
  const home = await recordedHome(await realpath(path.join(dataDirectory, 'postgres')));
  const data = path.join(home, 'cluster', 'data');
  const password = await readFile(path.join(home, 'cluster', 'password'), 'utf8');
  const find = async (): Promise<number | undefined> => {
    const file = await readPostmasterFile(data);
    const isOurs = file !== undefined && (await processKind(file.pid, data)) === 'postmaster';
    return isOurs ? file.pid : undefined;
  };
  return {
    stopPostmaster: async () => {
      const pid = await find();
      if (pid === undefined) return;
      signalTo(pid, 'SIGQUIT');
      while ((await find()) === pid) await sleep(20);
    },
    postmaster: async () => {
      const file = await readPostmasterFile(data);
      return file?.ready === true ? file.pid : undefined;
    },
    settings: {
      host: socketDirectoryOf(home, tmpdir()),
      port: socketPort,
      user: ownerRole,
      password,
      database: ownerRole,
    },
  };
}
