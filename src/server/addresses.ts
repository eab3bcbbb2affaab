import type { RequestListener } from 'node:http'
import type { Settings } from '../config/config.ts'
import { type HttpServer, holdPort, listen } from './http-server.ts'
import { StartError } from './start-error.ts'

/** A host and a port to listen on. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** The addresses of a server. */
export interface Addresses {
  readonly dialects: Address
  /** The address of health and metrics; undefined where they are answered at that of the dialects. */
  readonly admin: Address | undefined
}

/**
 * The addresses that the settings name.
 *
 * @throws StartError for a host of health and metrics without a port.
 */
export function addressesOf(settings: Settings): Addresses {
  const { host, port } = settings
  const [adminHost, adminPort] = [settings['admin.host'], settings['admin.port']]
  if (adminPort === null) {
    if (adminHost === '') return { dialects: { host, port }, admin: undefined }
    throw new StartError('there is a host for health and metrics: name the port too, by --admin-port')
  }
  return { dialects: { host, port }, admin: { host: adminHost || '127.0.0.1', port: adminPort } }
}

/**
 * Binds all addresses at once, and lets them go again: whether a server can listen is known before a book is begun for it.
 *
 * @throws StartError
 */
export async function tryAddresses({ dialects, admin }: Addresses): Promise<void> {
  const held: (() => Promise<void>)[] = []
  try {
    for (const address of admin ? [dialects, admin] : [dialects]) {
      held.push(await on(address, ({ host, port }) => holdPort(host, port)))
    }
  } finally {
    for (const release of held) await release()
  }
}

/**
 * Listens on an address.
 *
 * @throws StartError
 */
export function listenOn(address: Address, handle: RequestListener): Promise<HttpServer> {
  return on(address, ({ host, port }) => listen(handle, host, port))
}

async function on<T>(address: Address, work: (address: Address) => Promise<T>): Promise<T> {
  try {
    return await work(address)
  } catch (error) {
    throw new StartError(`cannot listen on ${address.host}, port ${address.port}`, error)
  }
}
