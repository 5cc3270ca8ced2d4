import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { deadPid, hasContainers, inContainer, leaseOf, makeOlder } from '../../../test/lease-places.ts';
import { findLease } from './lease.ts';
import { thisProcess } from './lease-owner.ts';
import { processStat } from './process-stat.ts';

const linux = process.platform === 'linux';
/** One that lives as long as this one. */
const { ppid } = process;

function dead(file: string, age = 0): string | null | undefined {
  if (age !== 0) makeOlder(file, age);
  return findLease(file)?.dead;
}

/** Starts a shell script that prints a process id first. */
async function started(script: string, contained = false) {
  const [file, words] = contained ? ['unshare', [...inContainer, 'sh']] : ['sh', []];
  const child = spawn(file, [...words, '-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const end = async (): Promise<void> => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
  };
  return { pid: Number(line), end };
}

describe('a lease', () => {
  it('of a living process is held, until that gave no sign of life for ten minutes', () => {
    const file = leaseOf({ ...thisProcess(), pid: ppid, token: 'x', started: processStat(ppid)?.started });
    expect(dead(file)).toBeNull();
    expect(dead(file, 590)).toBeNull();
    expect(dead(file, 601)).toBe('its process gave no sign of life for 10m 01s');
  });

  it('of this process is held however old it is', () => {
    expect(dead(leaseOf(thisProcess()), 6000)).toBeNull();
  });

  it('of a process that is gone is dead at once', () => {
    expect(dead(leaseOf({}))).toBe('its process is gone');
  });

  it('of this process id, but another process, is dead: a container that was restarted', () => {
    expect(dead(leaseOf({ pid: process.pid }))).toBe('its process is gone, another one has its id');
  });

  it.runIf(linux)('of a process id that was given out again is dead', () => {
    const file = leaseOf({ pid: ppid, started: '1' });
    expect(dead(file)).toBe('its process is gone, another one has its id');
  });

  it.runIf(linux)('of a zombie is dead', async () => {
    // It ends once its parent is `cat`, which waits for no child; a shell would.
    const child = `sh -c 'until grep -qx cat "/proc/$PPID/comm"; do :; done'`;
    const parent = await started(`${child} & echo $!; exec cat`);
    for (let tries = 0; processStat(parent.pid)?.state !== 'Z' && tries < 500; tries++) await setTimeout(10);
    expect(dead(leaseOf({ pid: parent.pid }))).toBe('its process has ended (a zombie)');
    await parent.end();
  });

  it.runIf(linux)('of this machine before it was restarted is dead', () => {
    expect(dead(leaseOf({ pid: ppid, boot: 'another' }))).toBe('its machine was restarted');
  });

  it.runIf(linux)('of another container with this host name expires only', () => {
    const file = leaseOf({ namespace: 'pid:[1]' });
    expect(dead(file)).toBeNull();
    expect(dead(file, 601)).toContain('no sign of life');
  });

  it.runIf(hasContainers)('tells a real container by its process ids', async () => {
    const script = 'readlink /proc/self/ns/pid | tr -dc 0-9; echo; exec cat';
    const container = await started(script, true);
    const namespace = `pid:[${String(container.pid)}]`;
    expect(namespace).not.toBe(thisProcess().namespace);
    expect(dead(leaseOf({ ...thisProcess(), pid: 1, token: 'x', namespace }))).toBeNull();
    await container.end();
  });

  it('of another machine expires only', () => {
    const file = leaseOf({ host: 'elsewhere', boot: 'another', pid: process.pid });
    expect(dead(file)).toBeNull();
    expect(dead(file, 590)).toBeNull();
    expect(dead(file, 601)).toContain('no sign of life');
  });

  it('from the future is held for a while: the clock may have been set back', () => {
    const file = leaseOf({ host: 'elsewhere' });
    expect(dead(file, -590)).toBeNull();
    expect(dead(file, -610)).toBe('its process gave no sign of life since the clock was set back');
  });

  it.each(['', '{"pid":12'])('with the content %j is dead after ten seconds', (content) => {
    const file = join(temporaryFolder(), 'lock');
    writeFileSync(file, content);
    expect(dead(file)).toBeNull();
    expect(dead(file, 11)).toBe('is empty or cut off');
  });

  it('of a later version, with more fields, is a lease', () => {
    const file = leaseOf({});
    writeFileSync(file, JSON.stringify({ pid: deadPid, host: 'elsewhere', token: 'x', rack: 4 }));
    expect(findLease(file)).toMatchObject({ owner: { host: 'elsewhere' }, dead: null });
  });
});
