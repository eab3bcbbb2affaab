import { prepareRun } from './prepare-run.ts'
import { runFiles, wanted } from './run-files.ts'
import { allTests } from './suites.ts'

// Runs test files, with what a full run prepares for them: node test/full.ts [FILE…]. Without FILE it runs every test.
await runFiles(wanted(allTests), await prepareRun())
