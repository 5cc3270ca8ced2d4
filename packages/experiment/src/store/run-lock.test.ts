import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { acquireLock, lockState, releaseLock } from './run-lock.ts';
import { openRunStore } from './run-store.ts';
import { StoreError } from './store-error.ts';

const program = fileURLToPath(new URL('../../test/claim-run.ts', import.meta.url));
const key = 'a'.repeat(64);
/** Above the largest process id that Linux gives. */
const deadPid = 2 ** 22 + 1;

/** Starts a competitor and waits until it is ready. `claim` lets it try; `end` lets it finish. */
async function competitor(root: string, mode: 'hold' | 'die') {
  const child = spawn(process.execPath, ['--import', 'tsx', program, root, key, mode], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  expect(await next()).toBe('ready');
  return {
    claim: async (): Promise<string> => {
      child.stdin.write('\n');
      return next();
    },
    end: async (): Promise<void> => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function lockOf(pid: number, host: string): string {
  const file = join(temporaryFolder(), 'lock');
  writeFileSync(file, JSON.stringify({ pid, host, token: 'x' }));
  return file;
}

/** Sets the time of a file to `seconds` ago. */
function makeOlder(file: string, seconds: number): void {
  const fresh = join(temporaryFolder(), 'now');
  writeFileSync(fresh, '');
  const now = statSync(fresh).mtimeMs / 1000;
  utimesSync(file, now - seconds, now - seconds);
}

describe('locks', () => {
  it('are held once, even by the same process, and free after release', () => {
    const file = join(temporaryFolder(), 'run', 'lock');
    expect(lockState(file)).toBe('free');
    expect(acquireLock(file)).toBe(true);
    expect(lockState(file)).toBe('held');
    expect(acquireLock(file)).toBe(false);
    releaseLock(file);
    expect(lockState(file)).toBe('free');
    expect(acquireLock(file)).toBe(true);
  });

  it('of a dead process on this machine are taken over', () => {
    const file = lockOf(deadPid, hostname());
    expect(lockState(file)).toBe('stale');
    expect(acquireLock(file)).toBe(true);
    expect(lockState(file)).toBe('held');
    expect(existsSync(`${file}.takeover`)).toBe(false);
  });

  it('are not taken over while another process is doing so', () => {
    const file = lockOf(deadPid, hostname());
    writeFileSync(`${file}.takeover`, '{}');
    expect(acquireLock(file)).toBe(false);
  });

  it('of another machine and unreadable ones are left alone', () => {
    const far = lockOf(deadPid, 'another-machine');
    expect(lockState(far)).toBe('held');
    expect(acquireLock(far)).toBe(false);
    const file = join(temporaryFolder(), 'lock');
    writeFileSync(file, '');
    expect(lockState(file)).toBe('unreadable');
    expect(acquireLock(file)).toBe(false);
  });

  it.each([
    ['of a machine that has not touched it for ten minutes', 'elsewhere', deadPid, 601],
    ['of a process id that was given out again', hostname(), process.pid, 601],
  ])('%s is taken over', (_name, host, pid, age) => {
    const file = lockOf(pid, host);
    makeOlder(file, age - 10);
    expect(acquireLock(file)).toBe(false);
    makeOlder(file, age);
    expect(acquireLock(file)).toBe(true);
    expect(acquireLock(file)).toBe(false);
  });

  it('that were cut off, as on a disk that is full, are taken over after a while', () => {
    const file = lockOf(process.pid, hostname());
    writeFileSync(file, '');
    makeOlder(file, 11);
    expect(acquireLock(file)).toBe(true);
  });

  it('are touched while they are held, so that nobody takes them over', async () => {
    vi.resetModules(); // without the timer of the locks above
    const { acquireLock, lockState, releaseLock } = await import('./run-lock.ts');
    vi.useFakeTimers();
    const file = join(temporaryFolder(), 'lock');
    try {
      expect(acquireLock(file)).toBe(true);
      makeOlder(file, 3600);
      const before = statSync(file).mtimeMs;
      vi.advanceTimersByTime(61_000);
      expect(statSync(file).mtimeMs).toBeGreaterThan(before + 3_000_000);
      expect(lockState(file)).toBe('held');
    } finally {
      releaseLock(file);
      vi.useRealTimers();
    }
    expect(existsSync(file)).toBe(false);
  });

  it('whose taking over was broken off by a crash are free again', () => {
    const file = lockOf(deadPid, hostname());
    writeFileSync(`${file}.takeover`, JSON.stringify({ pid: deadPid, host: hostname(), token: 'x' }));
    expect(acquireLock(file)).toBe(false);
    expect(acquireLock(file)).toBe(true);
  });

  it('of another process are not released', () => {
    const file = lockOf(process.pid, hostname());
    releaseLock(file);
    expect(lockState(file)).toBe('held');
  });

  it('that cannot be written are a StoreError', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => acquireLock(join(file, 'run', 'lock'))).toThrow(StoreError);
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

  it('left by a process that died go to exactly one of two others', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, key));
    const dying = await competitor(root, 'die');
    expect(await dying.claim()).toBe('true');
    await dying.end();
    const both = await Promise.all([competitor(root, 'hold'), competitor(root, 'hold')]);
    const answers = await Promise.all(both.map(({ claim }) => claim()));
    expect(answers.sort()).toEqual(['false', 'true']);
    await Promise.all(both.map(({ end }) => end()));
  });
});
