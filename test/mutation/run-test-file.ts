import { spawn } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import type { Workshop } from './workshop.ts'

export interface TestRun {
  readonly outcome: 'passed' | 'failed' | 'timed out'
  readonly milliseconds: number
}

/** Runs a test file in a workshop, up to its first failure, and ends all that it started. */
export async function runTestFile(
  { folder, scratch, cache, coverage }: Workshop,
  file: string,
  { limit, cover = false }: { readonly limit: number; readonly cover?: boolean },
): Promise<TestRun> {
  await mkdir(scratch, { recursive: true })
  const began = performance.now()
  const child = spawn(process.execPath, ['--test-reporter=tap', '--test-skip-pattern=PostgreSQL', file], {
    cwd: folder,
    // A group of its own, which the servers that it starts belong to.
    detached: true,
    env: {
      ...process.env,
      TMPDIR: scratch,
      // Tests with made-up data make up the same each time.
      FC_SEED: '1',
      // A program from a cache of compiled programs has no exact coverage.
      ...(cover ? { NODE_V8_COVERAGE: coverage, NODE_DISABLE_COMPILE_CACHE: '1' } : { NODE_COMPILE_CACHE: cache }),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // All of them have gone already.
    }
  }
  // Before the workshop goes: nothing may write into it any more.
  process.prependOnceListener('exit', end)
  let outcome: TestRun['outcome'] | undefined
  const decide = (found: TestRun['outcome']) => {
    outcome ??= found
    end()
  }
  const alarm = setTimeout(() => decide('timed out'), limit)
  let line = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${line}${text}`.split('\n')
    line = lines.pop() ?? ''
    if (lines.some((each) => /^\s*not ok /.test(each) && !each.includes('# TODO'))) decide('failed')
  })
  // `exit` and not `close`: a server that outlived its test holds the pipe open.
  const code = await new Promise<number | null>((exited, failed) => {
    child.once('exit', exited).once('error', failed)
  })
  decide(code === 0 ? 'passed' : 'failed')
  clearTimeout(alarm)
  process.off('exit', end)
  // A file that cannot be removed yet goes with the workshop.
  await rm(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(() => undefined)
  return { outcome: outcome ?? 'failed', milliseconds: performance.now() - began }
}

/** How long a test file may take with a mutant: far longer than without, so that only a loop or a wait without end exceeds it. */
export function timeLimit({ milliseconds }: { readonly milliseconds: number }): number {
  return 5 * milliseconds + 10_000
}
