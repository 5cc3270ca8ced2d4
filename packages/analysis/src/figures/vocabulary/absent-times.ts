/** What a figure says about places without times. */
import { count } from '@dsrnn/portable';
import type { StepKind, TimedPlace } from '../../summary/summarise-times.ts';
import { NO_STREAM_REASON } from '../../text/time-text.ts';

/** Sentences on the places that nobody measured, and, in a figure of streams, on methods that no stream runs. */
export function absentTimes(places: readonly TimedPlace[], kind: StepKind): string[] {
  const unmeasured = places.filter(({ measured }) => !measured);
  const unstreamed = places.filter(({ measured, stream }) => measured && stream === null);
  const names = (found: readonly TimedPlace[]): string =>
    [...new Set(found.map(({ place }) => place.method))].join(', ');
  return [
    ...(unmeasured.length === 0
      ? []
      : [`not measured: ${unmeasured.length} of ${count(places.length, 'place')} (${names(unmeasured)})`]),
    ...(kind === 'train' || unstreamed.length === 0
      ? []
      : [`no streaming step, because ${NO_STREAM_REASON}: ${names(unstreamed)}`]),
  ];
}
