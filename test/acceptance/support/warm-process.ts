import { readFileSync } from 'node:fs'
import * as module from 'node:module'
import { userInfo } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Edge } from '../../../src/cli/edge.ts'
import type { Asked, Ran } from './warm-commands.ts'

// A process that runs one command line after another, as `src/main.ts` runs one: see warm-commands.ts.
const root = new URL('../../../', import.meta.url)
module.enableCompileCache(
  process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('node_modules/.cache/dialbook', root)),
)
const { runCli } = await import('../../../src/cli/run-cli.ts')
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))

process.on('disconnect', () => process.exit())
process.on('message', async (asked: Asked) => {
  process.send?.(await run(asked))
})

async function run({ args, cwd, env, input }: Asked): Promise<Ran> {
  process.chdir(cwd)
  // Node takes the zone of the process from here at once.
  if (env.TZ === undefined) delete process.env.TZ
  else process.env.TZ = env.TZ
  const output: Uint8Array[] = []
  let stderr = ''
  const atEnd: (() => void)[] = []
  const edge: Edge = {
    version,
    pid: process.pid,
    userName: userInfo().username,
    env,
    out: (text) => output.push(Buffer.from(text)),
    async outBytes(bytes) {
      output.push(Uint8Array.from(bytes))
      return true
    },
    outWidth: null,
    err: (text) => {
      stderr += text
    },
    input: async () => input ?? '',
    async *inputBytes() {
      if (input !== undefined) yield Buffer.from(input)
    },
    errIsTerminal: false,
    stopSignal: () => new Promise(() => undefined),
    entitle: () => undefined,
    askToEnd: (pid) => process.kill(pid, 'SIGTERM'),
    onExit: (work) => atEnd.push(work),
    onUncaught: () => undefined,
  }
  let code = 1
  try {
    code = await runCli(args, edge)
  } catch (error) {
    // As Node tells of an error that nobody caught.
    stderr += `${(error as Error).stack}\n`
  }
  for (const work of atEnd) work()
  return { code, stdout: Buffer.concat(output).toString(), stderr }
}
