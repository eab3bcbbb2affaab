import { execFileSync, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freeUdpPort } from '../../free-port.ts'
import type { Extension } from './link.ts'

/** The reason why tests with baresip are skipped; false when they run. */
export const lacksBaresip: string | false = (() => {
  try {
    execFileSync('which', ['baresip'])
    return false
  } catch {
    return 'baresip is missing: apt-get install baresip'
  }
})()

export interface BaresipOptions {
  readonly transport: 'udp' | 'tcp' | 'tls'
  readonly port: number
  /** More parameters of its account: `mediaenc=srtp-mand`. */
  readonly account?: string
  /** The certificate that it trusts. */
  readonly ca?: string
  readonly args?: readonly string[]
}

/** A baresip that runs. */
export interface Baresip {
  output(): string
  stop(): Promise<void>
}

/** Starts baresip for an extension, with its files in a folder that is empty. It plays silence. */
export async function startBaresip(
  folder: string,
  { number, secret }: Extension,
  { transport, port, account = '', ca, args = [] }: BaresipOptions,
): Promise<Baresip> {
  const sound = join(folder, 'sound.wav')
  const modules = ['g711', 'aufile', 'srtp']
  await writeFile(sound, silentWav(8000))
  await writeFile(join(folder, 'contacts'), '')
  await writeFile(
    join(folder, 'accounts'),
    `<sip:${number}@127.0.0.1:${port};transport=${transport}>;auth_pass=${secret};regint=60;${account}\n`,
  )
  await writeFile(
    join(folder, 'config'),
    [
      ...[`sip_listen 127.0.0.1:${await freeUdpPort()}`, 'net_interface 127.0.0.1'],
      ...(ca === undefined ? [] : [`sip_cafile ${ca}`]),
      ...['module_path /usr/lib/baresip/modules', ...modules.map((name) => `module ${name}.so`)],
      ...['module_tmp uuid.so', 'module_tmp account.so', 'module_app menu.so', `audio_source aufile,${sound}`],
      ...[`audio_player aufile,${join(folder, 'heard.wav')}`, 'rtp_ports 16000-16100', ''],
    ].join('\n'),
  )
  const program = spawn('baresip', ['-f', folder, '-t', '60', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise((done) => program.once('close', done))
  let output = ''
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (bytes) => (output += String(bytes)))
  return {
    output: () => output,
    async stop() {
      program.kill('SIGKILL')
      await ended
    },
  }
}

/** A sound file with more silence than the test listens to, at `rate` samples a second. */
function silentWav(rate: number): Buffer {
  const bytes = rate * 2 * 20
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + bytes, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(bytes, 40)
  return Buffer.concat([header, Buffer.alloc(bytes)])
}
