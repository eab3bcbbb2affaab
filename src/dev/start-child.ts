import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { RecordedRequest, StartOptions, TestBook, WeatherState } from './test-book.ts'
import { yaml } from './yaml.ts'

/** The program of the child: a Node that is new enough, and the command line. */
export interface ChildProgram {
  readonly node: string
  readonly main: string
}

/** Starts a book in a child of another Node. The child ends with this process, however that ends. */
export async function startChild(options: StartOptions, { node, main }: ChildProgram): Promise<TestBook> {
  // Options may hold keys, which no list of processes must show.
  const child = spawn(node, ['--max-semi-space-size=16', main, 'dev', '--options-on-stdin'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  })
  const ended = once(child, 'close')
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4000)
    if (options.logLevel !== undefined && options.logLevel !== 'silent') console.error(text.trimEnd())
  })
  child.stdin.on('error', () => undefined)
  // The end of its input ends the child, so the input stays open.
  child.stdin.write(`${JSON.stringify(options)}\n`)
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([once(lines, 'line').then(([line]) => String(line)), ended.then(() => undefined)])
  if (first === undefined) throw new Error(complaint.trim().replace(/^dialbook: /, '') || 'dialbook did not start')
  const { url, keys } = JSON.parse(first) as Pick<TestBook, 'url' | 'keys'>
  for (const each of [child, child.stdin, child.stdout, child.stderr]) (each as { unref?: () => void }).unref?.()
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${url}/book/api/v1${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const given = answer.status === 204 ? undefined : await answer.json()
    if (!answer.ok) throw new Error((given as { detail: string }).detail)
    return given as T
  }
  let stopped: Promise<void> | undefined
  const book: TestBook = {
    url,
    keys,
    clock: {
      now: async () => (await call<{ now: string }>('GET', '/dev/clock')).now,
      advance: async (by) => (await call<{ now: string }>('POST', '/dev/clock', { advance: by })).now,
    },
    reset: () => call('POST', '/dev/reset'),
    requests: async () => (await call<{ requests: RecordedRequest[] }>('GET', '/dev/requests')).requests,
    async weather(scenario) {
      if (scenario === undefined) return call<WeatherState>('GET', '/weather')
      const isPath = typeof scenario === 'string' && /[/\\.]/.test(scenario)
      const given = isPath ? { ...yaml().parse(await readFile(scenario, 'utf8')), name: scenario } : scenario
      return call<WeatherState>('PUT', '/weather', { scenario: given })
    },
    stop() {
      // This process waits for the end now, though it has nothing else to do.
      child.ref()
      child.stdin.end()
      stopped ??= ended.then(() => undefined)
      return stopped
    },
    [Symbol.asyncDispose]: () => book.stop(),
  }
  return book
}
