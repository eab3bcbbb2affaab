import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * The range of ports to look at, from the first up to the end. Systems hand out higher ports by themselves, so nobody
 * gets one of these by chance between the look and the use.
 */
const [first, end] = [10_000, 16_000]

/** A TCP port of the loopback interface that nobody listens at, and that no other caller gets while this process runs. */
export function freePort(): Promise<number> {
  return firstFree(async (port) => {
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
  })
}

/** A UDP port of the loopback interface that nobody has bound, and that no other caller gets while this process runs. */
export function freeUdpPort(): Promise<number> {
  return firstFree(async (port) => {
    const socket = createSocket('udp4').bind(port, '127.0.0.1')
    await once(socket, 'listening')
    await new Promise<void>((closed) => socket.close(closed))
  })
}

async function firstFree(take: (port: number) => Promise<void>): Promise<number> {
  for (;;) {
    const port = randomInt(first, end)
    if (!reserve(port)) continue
    try {
      await take(port)
      return port
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
}

/**
 * A file for each port that a process of tests was given, with the id of that process. Test files run beside each other:
 * without it two of them could be given one port before either uses it.
 */
const reservations = join(tmpdir(), 'dialbook-test-ports')
const own: string[] = []
process.once('exit', () => {
  for (const file of own) rmSync(file, { force: true })
})

function reserve(port: number): boolean {
  const file = join(reservations, String(port))
  mkdirSync(reservations, { recursive: true })
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
  } catch {
    if (isReserved(file)) return false
    rmSync(file, { force: true })
    return reserve(port)
  }
  own.push(file)
  return true
}

/** Whether the process that reserved the port still runs. A file that is just being written counts as reserved. */
function isReserved(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    if (pid !== 0) process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
