import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import { hasProgram } from '../../../has-program.ts'
import type { Extension } from '../link.ts'

const program = 'chromium'

/** The reason why tests with a browser are skipped; false when they run. */
export const noBrowser: string | false = !hasProgram(program) && `install ${program}: there is no browser`

/** What a browser tells of the sound of its call. */
export interface Sound {
  readonly received: number
  readonly sent: number
  /** The sum of the energy of all that was heard, and the level of the last of it: silence has none. */
  readonly energy: number
  readonly level: number
  readonly codec: string
  readonly cipher: string
}

/** A page in a browser that is the phone of an extension. Its microphone beeps once a second. */
export interface BrowserPhone {
  register(): Promise<void>
  /** Calls, and waits until the other side has taken the call. */
  call(number: string): Promise<void>
  isInCall(): Promise<boolean>
  sound(): Promise<Sound>
  hangUp(): Promise<void>
  /** What the page has written to its console. */
  output(): string
}

export interface Browsers {
  /** Opens a page for an extension, whose way is the secure WebSocket of a port. */
  open(extension: Extension, wssPort: number): Promise<BrowserPhone>
  stop(): Promise<void>
}

/** Starts a browser, and a server of the page. The browser takes any certificate, and does without the names that hide its address. */
export async function startBrowser(): Promise<Browsers> {
  const script = await build({
    entryPoints: [join(import.meta.dirname, 'phone.js')],
    ...{ bundle: true, write: false, platform: 'browser', format: 'iife', define: { global: 'window' } },
  })
  const server = createServer((request, response) => {
    const isScript = request.url === '/phone.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(
      isScript
        ? script.outputFiles[0]?.contents
        : '<!doctype html><title>A phone</title><script src="phone.js"></script>',
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const browser: Browser = await chromium.launch({
    executablePath: `/usr/bin/${program}`,
    args: [
      ...['--no-sandbox', '--ignore-certificate-errors', '--autoplay-policy=no-user-gesture-required'],
      ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
      '--allow-loopback-in-peer-connection',
    ],
  })
  return {
    async open(extension, wssPort) {
      const page = await browser.newPage()
      const lines: string[] = []
      page.on('console', (message) => lines.push(message.text()))
      page.on('pageerror', (error) => lines.push(String(error)))
      await page.goto(`http://127.0.0.1:${port}/`)
      return phoneOf(page, extension, `wss://127.0.0.1:${wssPort}/ws`, lines)
    },
    async stop() {
      await browser.close()
      server.close()
    },
  }
}

function phoneOf(page: Page, { number, secret }: Extension, server: string, lines: readonly string[]): BrowserPhone {
  const run = <T>(expression: string): Promise<T> => page.evaluate(expression)
  return {
    register: () => run(`phone.register(${JSON.stringify({ server, number, secret })})`),
    call: (called) => run(`phone.call(${JSON.stringify(called)})`),
    isInCall: () => run('phone.isInCall()'),
    sound: () => run('phone.sound()'),
    hangUp: () => run('phone.hangUp()'),
    output: () => lines.join('\n'),
  }
}
