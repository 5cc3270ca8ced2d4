/** Collects what tables, figures and claims are made from. */
import { join } from 'node:path';
import type { AnalysisContext } from '@dsrnn/analysis';
import type { GridRun, LoadedExperiment } from '@dsrnn/experiment';
import type { Observation, TaskFloors } from '@dsrnn/records';
import { count } from '@dsrnn/portable';
import { disagreementNote } from '../disagreement-note.ts';
import { UsageError } from '../errors.ts';
import { readFloors, readTimes } from '../record-files.ts';
import { onBackend, selectRuns, withTuningSeeds, type Opened, type Selection } from '../open-experiment.ts';
import type { Session } from '../session.ts';
import { analysisContext } from './analysis-context.ts';
import { floorsByTask, floorsOf } from './floors.ts';
import { tuningCosts } from './tuning-costs.ts';
import { drawnFolder } from './write-drawn.ts';

/** The results of one profile of an experiment. */
export interface Gathered {
  readonly experiment: LoadedExperiment;
  readonly observations: readonly Observation[];
  readonly context: AnalysisContext;
  /** Scores of guessing, as they are committed. */
  readonly floors: readonly TaskFloors[];
  /** Planned runs without a result. */
  readonly missing: number;
}

/**
 * Gathers the results of the selected runs. Tells the reader what is missing: runs, or data for the scores of guessing.
 * With `complete`, missing data is an error. Throws UsageError if there is no result at all, StoreError for a damaged
 * one, DatasetError as said.
 */
export async function gather(
  declared: LoadedExperiment,
  selection: Selection,
  { store, workspace, onlyCommitted }: Opened,
  session: Session,
  complete = false,
): Promise<Gathered> {
  const { distinctRuns, observationsOf, profileOf } = await import('@dsrnn/experiment');
  const experiment = await onBackend(declared, selection);
  const runs = await selectRuns(experiment, selection, store);
  const { selectRecipes, withCosts, withDegradation, withFailures, withLateGains, withMacDrift } =
    await import('@dsrnn/analysis');
  const { observations, missing } = observationsOf(runs, store);
  const tuning = await withTuningSeeds(experiment, selection);
  const tried = tuning === selection ? runs : await selectRuns(experiment, tuning, store);
  const recipes = [...new Set(tried.map(({ labels }) => labels.recipe))];
  const selected = selectRecipes(observationsOf(tried, store).observations, recipes);
  const shown = new Set(runs.map(({ key }) => key));
  const remedy = `\`dsrnn run ${experiment.id} --profile ${selection.profile}\` computes them`;
  if (observations.length === 0) {
    throw new UsageError(
      `${experiment.id} (${selection.profile}): ${runs.length === 1 ? 'its run has no' : `none of the ${count(runs.length, 'run')} has a`} result; ${remedy}`,
    );
  }
  if (missing.length > 0) {
    session.note(
      `${experiment.id} (${selection.profile}): ${missing.length} of ${count(runs.length, 'run')} ${missing.length === 1 ? 'has' : 'have'} no result yet; ${remedy}`,
    );
  }
  const lacking = new Set(missing.map(({ key }) => key));
  const disagreement = disagreementNote(`${experiment.id} (${selection.profile})`, runs, store);
  if (disagreement !== null) session.note(disagreement);
  const { id } = experiment;
  const { profile } = selection;
  const floors = await floorsOf(
    runs,
    await readFloors(workspace, id, profile),
    { cacheDir: workspace.data },
    (task, error) => {
      if (complete) throw error;
      session.note(`${task}: the scores of guessing are left out: ${error.message}`);
    },
  );
  // Times of this very selection, else those of the whole, else the committed ones.
  const folders = [
    ...(onlyCommitted ? [] : [drawnFolder({ workspace, experiment: declared, selection })]),
    ...(onlyCommitted ? [] : [join(workspace.build, id, profile)]),
    join(workspace.results, id, profile),
  ];
  const context = await analysisContext(
    experiment,
    profile,
    runs,
    selected.choices,
    tuningCosts(
      experiment,
      profileOf(experiment, profile).methods,
      distinctRuns(runs).filter(({ key }) => !lacking.has(key)),
    ),
    await readTimes(folders, id, profile),
    floorsByTask(runs, floors),
  );
  return {
    experiment,
    observations: withMacDrift(
      withCosts(
        withFailures(
          withDegradation(withLateGains(selected.observations.filter(({ key }) => shown.has(key)))),
          context.floors,
        ),
      ),
      plannedMacs(experiment, runs),
    ),
    context,
    floors,
    missing: missing.length,
  };
}

/** MACs per step and sample that a run of the grid plans, core and router. */
function plannedMacs(
  { registries }: LoadedExperiment,
  runs: readonly GridRun[],
): (run: Observation) => number {
  const specs = new Map(runs.map(({ key, spec }) => [key, spec]));
  return ({ key }) => {
    const spec = specs.get(key);
    return spec === undefined ? NaN : registries.plan(spec).macs.total;
  };
}
