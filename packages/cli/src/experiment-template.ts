/** The files that `dsrnn init` writes: an experiment that is valid, small and whole, to be changed line by line. */
import type { OutputFile } from './write-files.ts';

/** `experiment.yaml` and its page, for the folder of this id. */
export function experimentTemplate(id: string): readonly OutputFile[] {
  return [
    {
      name: 'experiment.yaml',
      content: yaml.replace('id: <id>', `id: ${scalar(id)}`).replaceAll('<id>', id),
    },
    { name: 'README.md', content: page.replaceAll('<id>', id) },
  ];
}

/** YAML takes a bare 2026, 1e3 or null for no string. */
const scalar = (id: string): string => (/^(\d.*|true|false|null)$/.test(id) ? `'${id}'` : id);

const yaml = `# yaml-language-server: $schema=../../configs/experiment.schema.json
# What each field means: docs/writing-an-experiment.md. \`npx dsrnn validate <id>\` finds every mistake.
id: <id> # the folder's name
title: A sparse GRU on digits
claim: At 90 % sparsity a GRU keeps the score of the dense one at less than half of its work.

# The runs of a profile are the cross product of its lists. quick takes minutes at most; laptop and paper may be added
# below it, each with lists of its own.
profiles:
  quick:
    # Names are presets of configs/*.yaml; an entry of your own has a label and a kind.
    architectures: [{ label: gru-32, kind: gru, units: 32 }]
    methods: [dense, dense-small, ds]
    # Dense methods run at 0 only, sparse ones at the others only.
    sparsity: [0, 0.9]
    tasks: [digits-rows-14]
    # Three at least, or no claim is decided.
    seeds: [1, 2, 3]
    train: quick
    # Every method at several learning rates, shown with its best on validation data. It takes two to four times as long;
    # without it a claim about scores is at most undecided.
    # tune: { learningRate: { start: [0.01, 0.03] } }

# Claims cost no training. Their lines are drawn before the results are seen.
claims:
  - id: keeps-dense
    statement: At 90 % sparsity DS loses less than one point of accuracy.
    kind: non-inferior # treatment − reference > −margin
    treatment: { label: ds, sparsity: 0.9 }
    reference: { label: dense, sparsity: 0 }
    margin: 0.01
  - id: half-the-work
    statement: At 90 % sparsity DS does less than half of the dense MACs, its router included.
    kind: superior # treatment better than reference by more than margin
    treatment: { label: ds, sparsity: 0.9, measure: cost.total-mac-share }
    reference: { value: 0.5 }
    better: lower
    margin: 0

tables: [scores, comparison]
figures: [score-versus-total-macs]
`;

const page = `# A sparse GRU on digits

**The claim.** What is tested, in whose words.

\`\`\`
npx dsrnn run <id>
npx dsrnn claims <id>
\`\`\`

How to read the result, and what was chosen: the protocol, its reasons, what it cannot show.
`;
