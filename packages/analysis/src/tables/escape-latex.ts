/** Text as LaTeX that shows the same text, with the packages of any installation and the default encoding of fonts. */

const GREEK: Readonly<Record<string, string>> = {
  ...{ α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'varepsilon', ζ: 'zeta', η: 'eta', θ: 'theta' },
  ...{ κ: 'kappa', λ: 'lambda', µ: 'mu', μ: 'mu', ν: 'nu', ξ: 'xi', π: 'pi', ρ: 'rho', σ: 'sigma', τ: 'tau' },
  ...{ φ: 'varphi', χ: 'chi', ψ: 'psi', ω: 'omega', Γ: 'Gamma', Δ: 'Delta', Θ: 'Theta', Λ: 'Lambda' },
  ...{ Π: 'Pi', Σ: 'Sigma', Φ: 'Phi', Ψ: 'Psi', Ω: 'Omega' },
};

const SYMBOLS: Readonly<Record<string, string>> = {
  ...{
    '−': '-',
    '×': '\\times',
    '±': '\\pm',
    '·': '\\cdot',
    '√': '\\surd',
    '∞': '\\infty',
    '∂': '\\partial',
  },
  ...{ '≥': '\\geq', '≤': '\\leq', '≠': '\\neq', '≈': '\\approx', '∝': '\\propto', '∈': '\\in', '→': '\\to' },
  ...{ '←': '\\leftarrow', '↑': '\\uparrow', '↓': '\\downarrow', '⟨': '\\langle', '⟩': '\\rangle' },
  ...{ '∑': '\\sum', '∏': '\\prod', '‖': '\\|', '⊙': '\\odot', '°': '^\\circ', '½': '\\frac{1}{2}' },
  ...{ '⁰': '^0', '¹': '^1', '²': '^2', '³': '^3', '⁻': '^-', '₀': '_0', '₁': '_1', '₂': '_2', '₃': '_3' },
};

/** What is replaced. Letters with accents are left: LaTeX has read UTF-8 since 2018. */
const REPLACEMENTS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(GREEK).map(([letter, name]) => [letter, `$\\${name}$`] as const),
  ...Object.entries(SYMBOLS).map(([symbol, command]) => [symbol, `$${command}$`] as const),
  ...Array.from('&%$#_{}').map((character) => [character, `\\${character}`] as const),
  ['\\', '\\textbackslash{}'],
  ['~', '\\textasciitilde{}'],
  ['^', '\\textasciicircum{}'],
  // In the default encoding of fonts these four print as other characters.
  ['<', '\\textless{}'],
  ['>', '\\textgreater{}'],
  ['|', '\\textbar{}'],
  ['"', '\\texttt{\\char34}'],
  ['–', '--'],
  ['—', '---'],
  ['…', '\\dots{}'],
  ['’', "'"],
  ['‘', '`'],
  ['“', '``'],
  ['”', "''"],
  ['\u00a0', '~'],
]);

/** Whether LaTeX shows this character: ASCII, a letter of a European alphabet, or one that is replaced. */
export function isLatex(character: string): boolean {
  return REPLACEMENTS.has(character) || /^[\x20-\x7eÀ-ÖØ-öø-ž\n]$/.test(character);
}

/** Text with every character that LaTeX would interpret, or does not have, made plain. */
export function escapeLatex(text: string): string {
  // Two hyphens in a row would become a dash.
  return Array.from(text.replaceAll(/-(?=-)/g, '-\u0000'))
    .map((character) => (character === '\u0000' ? '{}' : (REPLACEMENTS.get(character) ?? character)))
    .join('');
}

/** The same at the start of a cell or line, where `\\` would take a leading `[` or `*` for an argument of its own. */
export function escapeCell(text: string): string {
  return escapeLatex(text).replace(/^\s*([[*])/, '{$1}');
}
