/** What is recorded of a run on a task that has parts: scores by part at the end of each stage, and measures of them. */
import { continualMeasuresOf, type StrategyMemory } from '@dsrnn/continual';
import type { SequenceModel } from '@dsrnn/core';
import type { Dataset } from '@dsrnn/datasets';
import type { Rng, Versioned } from '@dsrnn/portable';
import { higherIsBetter, type PartsResult } from '@dsrnn/records';
import { evaluate, type Evaluation } from './trainer/evaluate.ts';

/** The measures of a task that has parts as a definition. */
export const partsDefinition: Versioned = { kind: 'measures', version: 1 };

/** Collects as training goes. */
export interface PartsRecorder {
  evaluated(step: number, validation: Evaluation): void;
  /** Scores the test data as the model stands after a stage that is not the last. */
  stageDone(): Promise<void>;
  /** The record, with the scores on test data after the last stage, and what the strategy cost. */
  finish(last: Evaluation, cost: StrategyCost): PartsResult;
}

/** What a strategy cost. */
export interface StrategyCost {
  /** Examples through a backward pass over those of the batches. */
  readonly workFactor: number;
  readonly memory: StrategyMemory | null;
}

/** Begins before training, with the scores of the untrained model; null where the task is one. */
export async function recordParts(
  model: SequenceModel,
  data: Dataset,
  rng: Rng,
  sequential: boolean,
): Promise<PartsRecorder | null> {
  const { partNames: names } = data;
  if (names === undefined) return null;
  const test = async (): Promise<number[]> => [...(await evaluate(model, data.test, data, rng)).partScores];
  const untrained = await test();
  const scores: number[][] = [];
  const validation: PartsResult['validation'] = [];
  return {
    evaluated: (step, { partScores }) => {
      validation.push({ step, scores: [...partScores] });
    },
    stageDone: async () => {
      if (sequential && scores.length < names.length - 1) scores.push(await test());
    },
    finish: ({ partScores }, cost) => {
      scores.push([...partScores]);
      const matrix = { scores, initial: untrained, higherIsBetter: higherIsBetter(data.metric) };
      const measures = {
        ...continualMeasuresOf(matrix),
        'work-factor': cost.workFactor,
        ...(cost.memory === null
          ? {}
          : { 'memory-examples': cost.memory.examples, 'memory-numbers': cost.memory.numbers }),
      };
      return { measures, names: [...names], scores, untrained, validation };
    },
  };
}
