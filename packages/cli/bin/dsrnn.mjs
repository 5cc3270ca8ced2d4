#!/usr/bin/env node
// The sources are TypeScript and run as they are: nothing has to be built first.
import * as node from 'node:module';
import { fileURLToPath } from 'node:url';

// What was compiled is kept for the next command, where Node can.
const cache = new URL('../../../node_modules/.cache/dsrnn/compiled', import.meta.url);
node.enableCompileCache?.(process.env.NODE_COMPILE_CACHE ?? fileURLToPath(cache));
// From 24.3 on Node takes types out itself, without a warning, but for what is installed as a package.
const [major, minor] = process.versions.node.split('.').map(Number);
const installed = import.meta.url.includes('/node_modules/');
if (installed || major < 24 || (major === 24 && minor < 3)) (await import('tsx/esm/api')).register();
const { runAsProcess } = await import('../src/main.ts');
await runAsProcess();
