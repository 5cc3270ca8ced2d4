export function countTests(results: readonly { readonly terminalOutput?: string }[]): string | undefined;
