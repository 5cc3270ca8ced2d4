/** The faults of all, not of the first alone. */
import { ConfigError, type ConfigIssue } from './config-error.ts';

/**
 * What `work` makes of each item, one after the other. Throws one ConfigError with the issues of all items of which it threw
 * one, when all have had their turn; any other error at once.
 */
export async function collectIssues<Item, Made>(
  items: readonly Item[],
  work: (item: Item) => Made | Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  const issues: ConfigIssue[] = [];
  for (const item of items) {
    try {
      made.push(await work(item));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      issues.push(...error.issues);
    }
  }
  if (issues.length > 0) throw new ConfigError(issues);
  return made;
}
