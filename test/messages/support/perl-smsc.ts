import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Whether this machine has Perl with Net::SMPP. */
export const hasPerlSmpp = spawnSync('perl', ['-MNet::SMPP', '-e', '1']).status === 0

/** An SMSC on Perl's Net::SMPP. */
export interface PerlSmsc {
  readonly port: number
  /** What was handed over for a number: whether it begins with a header, its coding and its bytes. */
  submitted(number: string): { readonly hasHeader: boolean; readonly coding: number; readonly message: Buffer }[]
  close(): Promise<void>
}

export async function startPerlSmsc(): Promise<PerlSmsc> {
  const child = spawn('perl', [join(import.meta.dirname, 'smsc.pl')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const reap = () => child.kill('SIGKILL')
  process.once('exit', reap)
  const exited = once(child, 'close')
  const lines: string[] = []
  const reader = createInterface(child.stdout)
  const port = await new Promise<number>((resolve) => {
    reader.on('line', (line) => {
      if (line.startsWith('port ')) resolve(Number(line.slice(5)))
      else lines.push(line)
    })
  })
  return {
    port,
    submitted: (number) =>
      lines
        .map((line) => line.split(' '))
        .filter(([, to]) => to === number)
        .map(([, , kind, coding, hex]) => ({
          hasHeader: (Number(kind) & 0x40) !== 0,
          coding: Number(coding),
          message: Buffer.from(hex ?? '', 'hex'),
        })),
    async close() {
      reap()
      await exited
      process.off('exit', reap)
    },
  }
}
