/**
 * Measures cases. Each has a process of its own, so that no other work shapes its compiled code, and those of a group
 * take turns: ours, the next of ours, a peer, and again. Only one works at a time, and all on one core where that can be
 * had; what disturbs the machine disturbs them alike.
 */
import type { WorkerNode } from '@dsrnn/experiment';
import { count } from '@dsrnn/portable';
import type { BenchCase } from './cases/bench-case.ts';
import { readMachine } from './machine-facts.ts';
import { measured, type Measured, type PeerWork } from './peers/peer-protocol.ts';
import type { Peers } from './peers/open-peers.ts';
import { ourCommand } from './process/commands.ts';
import { startProcess } from './process/measuring-process.ts';
import { choosePin, unpinned } from './process/pinning.ts';
import type { BackendFacts, BenchReport } from './report.ts';
import { summarise, type CaseTimings, type Timings } from './summarise.ts';

/** How to measure. */
export interface BenchOptions {
  /** Runs the processes that measure our cases. */
  readonly node: WorkerNode;
  /** Timings of each case. */
  readonly repeat: number;
  /** Opened peers, or null: none. They stay the caller's. */
  readonly peers: Peers | null;
  /** Told of each group as it begins. */
  readonly begin: (text: string) => void;
  /** Told what is going on within it, several times a second, to be shown while it lasts. */
  readonly progress: (text: string) => void;
}

/** Timings of a turn. */
const TURN = 3;
/** A process that has worked so long, in at least `LEAST_TURNS` turns, takes no more. */
const ENOUGH_MS = 15_000;
const LEAST_TURNS = 3;

/** What it takes at the utmost to get a process ready: modules, a model, warming up. */
const READY_MS = 8000;

/** How long measuring takes at most, in ms: slow cases take all of their time, quick ones hardly any. */
export function longestMs(cases: readonly BenchCase[], peers: boolean): number {
  const groups = new Set(cases.map(({ group }) => group));
  const theirs = [...groups].flatMap((group) => [
    ...new Set(cases.filter((one) => one.group === group).flatMap((one) => one.peers.map(keyOf))),
  ]);
  return (cases.length + (peers ? theirs.length : 0)) * (READY_MS + ENOUGH_MS);
}

/** Measures and reports. Baselines must be among `cases`. Throws PeerError if a process fails. */
export async function runBench(cases: readonly BenchCase[], options: BenchOptions): Promise<BenchReport> {
  const other = cases.find(({ backend }) => backend !== 'wasm');
  // A driver and TensorFlow's library have threads of their own, which must not queue behind the program.
  const pin = other === undefined ? choosePin() : unpinned;
  const timings = new Map<string, Found>();
  const groups = [...new Set(cases.map(({ group }) => group))];
  for (const group of groups) {
    const members = cases.filter((one) => one.group === group);
    options.begin(`${group}: ${count(members.length, 'case')}`);
    for (const [id, found] of await measureGroup(members, pin.prefix, options)) timings.set(id, found);
  }
  return {
    machine: readMachine(options.node, pin.core, options.peers?.versions ?? {}),
    ...(other === undefined ? {} : { backend: timings.get(other.id)!.backend }),
    cases: summarise(cases, timings),
  };
}

/** What was measured of a case, and on what. */
interface Found extends CaseTimings {
  readonly backend: BackendFacts;
}

/** Something that takes turns. */
class Contestant {
  readonly turns: Measured[] = [];
  readonly name: string;
  readonly #ask: (repeat: number) => Promise<Measured>;
  #spentMs = 0;

  constructor(name: string, ask: (repeat: number) => Promise<Measured>) {
    this.name = name;
    this.#ask = ask;
  }

  get done(): boolean {
    return this.turns.length >= LEAST_TURNS && this.#spentMs > ENOUGH_MS;
  }

  /** Compiles and warms up; what it takes does not count. */
  async prepare(): Promise<void> {
    await this.#ask(1);
  }

  async turn(repeat: number): Promise<void> {
    const start = performance.now();
    this.turns.push(await this.#ask(repeat));
    this.#spentMs += performance.now() - start;
  }

  /** Of our own contestants. */
  get backend(): BackendFacts {
    return this.turns.at(-1)!.backend!;
  }

  get timings(): Timings {
    return {
      turnMedians: this.turns.map(({ medianMs }) => medianMs),
      minMs: Math.min(...this.turns.flatMap(({ samples }) => samples)),
      kernelBytes: this.turns.at(-1)?.kernelBytes ?? null,
      workFactor: this.turns.at(-1)?.workFactor ?? null,
      way: this.turns.at(-1)?.way ?? null,
    };
  }
}

async function measureGroup(
  cases: readonly BenchCase[],
  pin: readonly string[],
  { node, repeat, peers, progress }: BenchOptions,
): Promise<Map<string, Found>> {
  const processes = [];
  try {
    const ours = new Map<string, Contestant>();
    for (const { id } of cases) {
      progress(`${id}: getting ready`);
      const child = await startProcess(id, ourCommand(node), pin);
      processes.push(child);
      const contestant = new Contestant(id, (count) => child.ask({ case: id, repeat: count }, measured));
      await contestant.prepare();
      ours.set(id, contestant);
    }
    const theirs = new Map<string, Contestant>();
    for (const work of peers === null ? [] : cases.flatMap((one) => one.peers)) {
      const name = keyOf(work);
      if (theirs.has(name)) continue;
      progress(`${name}: getting ready`);
      const request = { case: work.case, sizes: work.sizes };
      const contestant = new Contestant(name, (count) =>
        peers!.of(work.peer).ask({ ...request, repeat: count }, measured),
      );
      await contestant.prepare();
      theirs.set(name, contestant);
    }

    const contestants = [...ours.values(), ...theirs.values()];
    const rounds = Math.ceil(repeat / TURN);
    for (let round = 0; round < rounds; round++) {
      for (const contestant of contestants.filter(({ done }) => !done)) {
        progress(`${contestant.name}: round ${round + 1} of ${rounds}`);
        await contestant.turn(Math.min(TURN, repeat));
      }
    }
    return new Map(
      cases.map(({ id, peers: works }) => {
        const beside = works.flatMap((work): [string, Timings][] => {
          const contestant = theirs.get(keyOf(work));
          return contestant === undefined ? [] : [[work.column, contestant.timings]];
        });
        const own = ours.get(id)!;
        return [id, { own: own.timings, peers: Object.fromEntries(beside), backend: own.backend }];
      }),
    );
  } finally {
    for (const child of processes) await child.stop();
  }
}

/** Tells peer work of a group apart. */
function keyOf(work: PeerWork): string {
  return `${work.column} ${work.case}`;
}
