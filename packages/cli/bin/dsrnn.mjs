#!/usr/bin/env node
// The sources are TypeScript and run as they are: nothing has to be built first.
import { register } from 'tsx/esm/api';

register();
const { runAsProcess } = await import('../src/main.ts');
await runAsProcess();
