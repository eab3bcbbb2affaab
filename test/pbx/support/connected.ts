import { send } from '../../acceptance/support/http.ts'
import type { Server } from '../../acceptance/support/server.ts'
import { type Asterisk, eventually } from './asterisk.ts'
import { type Link, startLink } from './link.ts'

/** Starts a link whose server is connected to its Asterisk. `configured` are more options of `dialbook pbx config`. */
export async function startConnected(configured: readonly string[] = []): Promise<Link> {
  const link = await startLink((asterisk) => [...pbxOptions(asterisk), '--webhook-retry-after', '20'], configured)
  await pbxIs(link.client.server, 'connected')
  return link
}

/** The options of `serve` and of `pbx status` that reach an Asterisk. */
export function pbxOptions({ ariPort, amiPort, dir }: Asterisk): string[] {
  return [
    ...['--pbx', `ari:http://127.0.0.1:${ariPort}`, '--pbx-ami', `127.0.0.1:${amiPort}`],
    ...['--pbx-user', 'dialbook', '--pbx-password-file', `${dir}/ari.password`],
  ]
}

/** The answer of `/healthz`. */
export async function healthOf(server: Server): Promise<{ pbx: string; outbox: number }> {
  return JSON.parse((await send(server, { method: 'GET', path: '/healthz' })).text)
}

/** Waits until the server reports this state of its PBX. */
export async function pbxIs(server: Server, state: 'connected' | 'away'): Promise<void> {
  await eventually(`the PBX is ${state}`, async () => (await healthOf(server)).pbx === state)
}

/** The numbers that have a registration, as Asterisk shows them. */
export async function registeredAt({ asterisk }: Link): Promise<string[]> {
  const contacts = await asterisk.cli('database show registrar/contact')
  return [...contacts.matchAll(/^\/registrar\/contact\/(\d+);@/gm)].map(([, number]) => number as string)
}
