import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freeUdpPort } from '../../free-port.ts'

/** The reason why tests with SIPp are skipped; false when it is there. */
export const noSipp: string | false = (() => {
  try {
    execFileSync('which', ['sipp'])
    return false
  } catch {
    return 'sipp is missing: apt-get install sip-tester'
  }
})()

/** The answers of a provider to an INVITE: a final refusal, or what it does one after another. */
export type Script = { readonly refuses: string } | { readonly triesFor: number }

/** A provider that SIPp plays on an address of the loopback. */
export interface Provider {
  readonly address: string
  readonly port: number
  stop(): Promise<void>
}

/** Starts a provider. SIPp answers every call by the same scenario. */
export async function startProvider(address: string, script: Script): Promise<Provider> {
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-sipp-'))
  await writeFile(join(folder, 'provider.xml'), scenario(script))
  const port = await freeUdpPort()
  const child: ChildProcess = spawn(
    'sipp',
    ['-sf', 'provider.xml', '-i', address, '-p', String(port), '-nostdin', '-aa'],
    { cwd: folder, stdio: 'ignore' },
  )
  const reap = () => child.kill('SIGKILL')
  process.once('exit', reap)
  await listening(address, port)
  return {
    address,
    port,
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
      process.off('exit', reap)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until a program has the UDP port, as the kernel lists it. */
async function listening(address: string, port: number): Promise<void> {
  const hex = address
    .split('.')
    .reverse()
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')
  const wanted = `${hex}:${port.toString(16).padStart(4, '0')}`.toUpperCase()
  for (let tries = 0; tries < 400; tries++) {
    if ((await readFile('/proc/net/udp', 'utf8')).includes(wanted)) return
    await new Promise((next) => setTimeout(next, 25))
  }
  throw new Error(`SIPp does not listen at ${address}:${port}`)
}

function scenario(script: Script): string {
  const steps =
    'refuses' in script
      ? `${send(script.refuses)}<recv request="ACK"/>`
      : `${send('100 Trying')}<pause milliseconds="${script.triesFor}"/>${send('180 Ringing')}${send('200 OK', sdp)}
  <recv request="ACK"/><recv request="BYE"/>${send('200 OK')}`
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="provider">
  <recv request="INVITE"/>
  ${steps}
</scenario>
`
}

const sdp = [
  ...['v=0', 'o=- 1 1 IN IP4 [local_ip]', 's=-', 'c=IN IP4 [local_ip]', 't=0 0', 'm=audio [media_port] RTP/AVP 0'],
  'a=sendrecv',
].join('\n')

function send(status: string, body = ''): string {
  const type = body === '' ? '' : 'Content-Type: application/sdp\n'
  return `<send><![CDATA[
SIP/2.0 ${status}
[last_Via:]
[last_From:]
[last_To:];tag=[pid]SIPpTag[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
${type}Content-Length: [len]

${body}
]]></send>
  `
}
