import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import {
  canRun,
  hasContainers,
  inContainer,
  leaseOf,
  makeOlder,
  mountTmpfs,
} from '../../../test/lease-places.ts';
import { openRunStore } from '../run-store.ts';
import { StoreError } from '../store-error.ts';
import { acquireLease, clearLease, findLease, releaseLease } from './lease.ts';

const program = fileURLToPath(new URL('../../../test/claim-run.ts', import.meta.url));
const key = 'a'.repeat(64);

/** Starts a competitor and waits until it is ready. `claim` lets it try; `end` lets it finish. */
async function competitor(root: string, mode: 'hold' | 'die', contained = false) {
  const words = ['--import', 'tsx', program, root, key, mode];
  const [file, options] = contained
    ? ['unshare', [...inContainer, process.execPath]]
    : [process.execPath, []];
  const child = spawn(file, [...options, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  expect(await next()).toBe('ready');
  return {
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    claim: async (): Promise<string> => {
      child.stdin.write('\n');
      return next();
    },
    end: async (): Promise<number | null> => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
      return child.exitCode;
    },
  };
}

/** What a competitor that starts, claims and dies gets. */
async function claimAndDie(root: string, contained = false): Promise<string> {
  const dying = await competitor(root, 'die', contained);
  const answer = await dying.claim();
  await dying.end();
  return answer;
}

/** A folder where a file system of its own is mounted until the test ends; null where that is not allowed. */
function mounted(options: string): string | null {
  const folder = temporaryFolder();
  if (!mountTmpfs(folder, options)) return null;
  onTestFinished(() => void canRun('umount', folder));
  return folder;
}

/** Whether file systems can be mounted here. */
const mounts = ((folder) => mountTmpfs(folder, 'size=64k') && canRun('umount', folder))(temporaryFolder());

describe('leases', () => {
  it('are held once, even by the same process, and free after release', () => {
    const file = join(temporaryFolder(), 'run', 'lock');
    expect(findLease(file)).toBeUndefined();
    expect(acquireLease(file)).toBe(true);
    expect(findLease(file)).toMatchObject({ path: file, owner: { pid: process.pid }, dead: null });
    expect(acquireLease(file)).toBe(false);
    releaseLease(file);
    expect(findLease(file)).toBeUndefined();
    expect(acquireLease(file)).toBe(true);
    expect(readdirSync(dirname(file))).toEqual(['lock']);
  });

  it('of a process that is gone are taken over, and nothing else is left', () => {
    const file = leaseOf({});
    expect(acquireLease(file)).toBe(true);
    expect(findLease(file)).toMatchObject({ owner: { pid: process.pid }, dead: null });
    expect(readdirSync(dirname(file))).toEqual(['lock']);
  });

  it('of another machine are taken over when they have expired', () => {
    const file = leaseOf({ host: 'elsewhere' });
    expect(acquireLease(file)).toBe(false);
    makeOlder(file, 601);
    expect(acquireLease(file)).toBe(true);
    expect(acquireLease(file)).toBe(false);
  });

  it('that were cut off, as on a disk that is full, are taken over after a while', () => {
    const file = join(temporaryFolder(), 'lock');
    writeFileSync(file, '');
    expect(acquireLease(file)).toBe(false);
    makeOlder(file, 11);
    expect(acquireLease(file)).toBe(true);
  });

  it('are not taken over while another process is doing so', () => {
    const file = leaseOf({});
    const takeover = leaseOf({ host: 'elsewhere' }, `${file}.takeover`);
    expect(acquireLease(file)).toBe(false);
    makeOlder(takeover, 590);
    expect(acquireLease(file)).toBe(false);
    makeOlder(takeover, 601);
    expect(acquireLease(file)).toBe(true);
    expect(readdirSync(dirname(file))).toEqual(['lock']);
  });

  it('whose taking over was broken off by a crash are taken over at once', () => {
    const file = leaseOf({});
    leaseOf({}, `${file}.takeover`);
    expect(acquireLease(file)).toBe(true);
    expect(readdirSync(dirname(file))).toEqual(['lock']);
  });

  it('are cleared when they are dead, or by force', () => {
    const file = leaseOf({ host: 'elsewhere' });
    expect(clearLease(file)).toBe(false);
    expect(clearLease(file, true)).toBe(true);
    expect(clearLease(file, true)).toBe(false);
    expect(clearLease(leaseOf({}))).toBe(true);
    expect(clearLease(leaseOf({}, `${file}.takeover`))).toBe(true);
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  it('of another process are not released', () => {
    const file = leaseOf({ host: 'elsewhere' });
    releaseLease(file);
    expect(findLease(file)).toBeDefined();
  });

  it('are touched while they are held, so that nobody takes them over', async () => {
    vi.resetModules(); // without the timer of the leases above
    const { acquireLease, findLease, releaseLease } = await import('./lease.ts');
    vi.useFakeTimers();
    const file = join(temporaryFolder(), 'lock');
    try {
      expect(acquireLease(file)).toBe(true);
      const whole = statSync(file).size;
      makeOlder(file, 3600);
      const before = statSync(file).mtimeMs;
      vi.advanceTimersByTime(61_000);
      expect(statSync(file).mtimeMs).toBeGreaterThan(before + 3_000_000);
      expect(statSync(file).size).toBe(whole);
      expect(findLease(file)).toMatchObject({ owner: { pid: process.pid }, dead: null });
    } finally {
      releaseLease(file);
      vi.useRealTimers();
    }
    expect(existsSync(file)).toBe(false);
  });

  it('that cannot be written are a StoreError', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => acquireLease(join(file, 'run', 'lock'))).toThrow(StoreError);
  });

  it.runIf(mounts)(
    'on a full disk are a StoreError, leave nothing, and are there when there is space',
    () => {
      const folder = mounted('size=64k')!;
      const file = join(folder, 'lock');
      writeFileSync(join(folder, 'fill'), '');
      expect(() => writeFileSync(join(folder, 'fill'), 'x'.repeat(1e5))).toThrow('ENOSPC');
      expect(() => acquireLease(file)).toThrow(/cannot be written \(ENOSPC\)/);
      expect(readdirSync(folder)).toEqual(['fill']);
      writeFileSync(join(folder, 'fill'), '');
      expect(acquireLease(file)).toBe(true);
      releaseLease(file);
    },
  );

  it.runIf(mounts)('on a read-only file system are found and judged, and a StoreError is thrown', () => {
    const folder = mounted('size=64k')!;
    const file = leaseOf({}, join(folder, 'lock'));
    expect(canRun('mount', '-o', 'remount,ro', folder)).toBe(true);
    expect(findLease(file)).toMatchObject({ ageMs: null, dead: 'its process is gone' });
    expect(() => acquireLease(file)).toThrow(/cannot be written \(EROFS\)/);
    expect(() => clearLease(file)).toThrow(StoreError);
  });

  it('go to exactly one of two processes that want them at once', async () => {
    const root = temporaryFolder();
    const both = await Promise.all([competitor(root, 'hold'), competitor(root, 'hold')]);
    const answers = await Promise.all(both.map(({ claim }) => claim()));
    expect(answers.sort()).toEqual(['false', 'true']);
    expect(openRunStore({ root }).claimRun(key)).toBe(false);
    await Promise.all(both.map(({ end }) => end()));
    expect(openRunStore({ root }).claimRun(key)).toBe(true);
  });

  it('left by a process that died go to exactly one of four others', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, key));
    expect(await claimAndDie(root)).toBe('true');
    const others = await Promise.all(Array.from({ length: 4 }, () => competitor(root, 'hold')));
    const answers = await Promise.all(others.map(({ claim }) => claim()));
    expect(answers.sort()).toEqual(['false', 'false', 'false', 'true']);
    await Promise.all(others.map(({ end }) => end()));
  });

  it('pass from a holder that was stopped for too long; it goes on and leaves the new one alone', async () => {
    const root = temporaryFolder();
    const file = join(root, key, 'lock');
    const holder = await competitor(root, 'hold');
    expect(await holder.claim()).toBe('true');
    holder.signal('SIGSTOP');
    expect(acquireLease(file)).toBe(false);
    makeOlder(file, 601);
    expect(acquireLease(file)).toBe(true);
    holder.signal('SIGCONT');
    expect(await holder.end()).toBe(0);
    expect(findLease(file)).toMatchObject({ owner: { pid: process.pid }, dead: null });
    releaseLease(file);
  });

  it.runIf(hasContainers)(
    'of a container that was killed go to the next one, in which process ids are the same',
    async () => {
      const root = temporaryFolder();
      const file = join(root, key, 'lock');
      expect(await claimAndDie(root, true)).toBe('true');
      expect(findLease(file)?.owner?.pid).toBe(1);
      // The system may give the next container the same name for its process ids, or another: then only expiry tells.
      if ((await claimAndDie(root, true)) === 'false') {
        makeOlder(file, 601);
        expect(await claimAndDie(root, true)).toBe('true');
      }
    },
  );
});
