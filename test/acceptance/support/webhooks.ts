import type { Received } from './receiver.ts'
import type { Server } from './server.ts'

/** A delivery as `webhook log --json` prints it. */
export interface LogEntry {
  readonly id: number
  readonly webhook: number
  readonly event: string
  readonly extension: string
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly attempts: readonly { at: string; ms: number; status: number | null; problem: string | null }[]
}

/** Adds a webhook of an account and returns its number. */
export async function addWebhook(server: Server, account: string, url: string, ...args: string[]): Promise<number> {
  const made = await server.cli('webhook', 'add', url, '--account', account, ...args, '--json')
  return (JSON.parse(made) as { id: number }).id
}

/** The deliveries of an account, the newest first. */
export async function deliveriesOf(server: Server, account: string): Promise<LogEntry[]> {
  const log = await server.cli('webhook', 'log', '--account', account, '--limit', '500', '--json')
  return (JSON.parse(log) as { deliveries: LogEntry[] }).deliveries
}

/** Reads the log of deliveries until it fits. */
export async function untilLogged(
  server: Server,
  account: string,
  fits: (log: readonly LogEntry[]) => boolean,
): Promise<LogEntry[]> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const log = await deliveriesOf(server, account)
    if (fits(log)) return log
    if (Date.now() > deadline) throw new Error(`the log does not come to fit: ${JSON.stringify(log)}`)
  }
}

/** The payload of a message that was posted. */
export function payloadOf(message: Received): Record<string, unknown> {
  return JSON.parse(message.body) as Record<string, unknown>
}
