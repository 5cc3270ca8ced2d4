/** Wall-clock times as readers see them, and what must be said about them. */
import { count } from '@dsrnn/portable';
import { stepTimes, type TimesRecord } from '@dsrnn/records';
import { lowerFirst, meaningText } from './measure-text.ts';

/** `1.70× faster` for 1.7, `1.25× slower` for 0.8, `1.00×` for what rounds to 1; one decimal from 10 on. */
export function factorText(factor: number): string {
  const size = factor < 1 ? 1 / factor : factor;
  const text = `${size.toFixed(size < 9.995 ? 2 : 1)}×`;
  if (text === '1.00×') return text;
  return `${text} ${factor < 1 ? 'slower' : 'faster'}`;
}

/** `Xeon, 1 core, linux x64, Node v22.1.0, 2026-01-02`. */
export function machineText({ machine }: TimesRecord): string {
  const { cpu, cores, platform, arch, node, date } = machine;
  return `${cpu}, ${count(cores, 'core')}, ${platform} ${arch}, Node ${node}, ${date}`;
}

/** `training step: forward pass, …`, to stand in a line of its own. */
export function stepText(kind: keyof typeof stepTimes): string {
  return lowerFirst(meaningText(stepTimes[kind]));
}

/** Why a place that was measured has no streaming time. */
export const NO_STREAM_REASON = 'masks need steps to come, or are drawn at random';
