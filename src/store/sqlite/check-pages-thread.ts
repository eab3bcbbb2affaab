import { parentPort, workerData } from 'node:worker_threads'
import { pageProblems } from './page-problems.ts'

// The thread of `check-pages.ts`: checks the file that it is given, and answers with what it found.
parentPort?.postMessage(pageProblems(workerData as string))
