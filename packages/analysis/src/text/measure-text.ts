/** What is said of measures in headings and captions, from their declarations. */
import type { Measure } from '@dsrnn/records';

/** A heading of several measures side by side: `Inputs / state`, `Cosine: within / between` where they share a word. */
export function jointTitle(measures: readonly Measure[]): string {
  const [first = '', ...others] = measures.map(({ title }) => title);
  const shared = first.slice(0, first.indexOf(' ') + 1);
  if (others.length > 0 && shared !== '' && others.every((title) => title.startsWith(shared))) {
    const rest = [first, ...others].map((title) => title.slice(shared.length));
    return `${shared.trimEnd()}: ${rest.join(' / ')}`;
  }
  return [first, ...others.map(lowerFirst)].join(' / ');
}

/** `Always-on` → `always-on`; what is no word, as `CV²` and `κ`, stays. */
export function lowerFirst(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** `Drift: 1 − J of …`, without a full stop; an equation stands for itself. */
export function meaningText({ title, meaning }: Pick<Measure, 'title' | 'meaning'>): string {
  return meaning.startsWith(`${title} = `) ? meaning : `${title}: ${meaning}`;
}

/**
 * Which way measures are better, in sentences that name them by their titles; empty where no declaration says so. Each is
 * given as declared under every metric of the table: `higher is better, of errors lower` where these differ.
 */
export function directionText(measures: readonly (readonly Pick<Measure, 'title' | 'better'>[])[]): string {
  const titles = new Map<string, Set<string>>();
  for (const declared of measures) {
    const ways = [...new Set(declared.map(({ better }) => better))].sort();
    const [way, other] = ways;
    if (way == null) continue;
    const words = other === undefined ? `${way} is better` : 'higher is better, of MSE lower';
    titles.set(words, (titles.get(words) ?? new Set()).add(declared[0]!.title));
  }
  return [...titles]
    .map(([words, named]) => `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${[...named].join('; ')}.`)
    .join(' ');
}
