import { type Server, startServer } from '../../acceptance/support/server.ts'
import { Client, startSimotel, unique, uniqueNumber } from '../../acceptance/support/simotel.ts'
import type { Fields } from '../../acceptance/support/things.ts'
import { type Asterisk, startAsterisk } from './asterisk.ts'
import { Phone, type PhoneOptions } from './phone.ts'

/** A server and the Asterisk that reads its book, with ways to make extensions and phones. */
export interface Link {
  /** A client of the server, also after a restart. */
  readonly client: Client
  readonly asterisk: Asterisk
  /** Kills the server and starts it again. */
  restartServer(whileItIsDown?: () => Promise<void>): Promise<void>
  /** Adds an extension by the vendor's call. */
  add(fields?: Fields): Promise<Extension>
  update(extension: Extension, fields: Fields): Promise<void>
  remove(extension: Extension): Promise<void>
  /** Opens a phone of an extension. The phone closes with the link. */
  phone(extension: Extension, options?: Partial<PhoneOptions>): Promise<Phone>
  /** Adds an extension and opens a phone that registers. */
  registered(fields?: Fields, options?: Partial<PhoneOptions>): Promise<{ extension: Extension; phone: Phone }>
  stop(): Promise<void>
}

export interface Extension {
  readonly _id: string
  readonly number: string
  readonly secret: string
}

/**
 * Starts a server and its Asterisk. `options` makes more options of `dialbook serve` from what only the running
 * Asterisk knows, such as its ports. `configured` are more options of `dialbook pbx config`.
 */
export async function startLink(
  options?: (asterisk: Asterisk) => readonly string[],
  configured: readonly string[] = [],
): Promise<Link> {
  const first = await startSimotel()
  const asterisk = await startAsterisk(first, { account: 'acme', args: configured })
  let client = new Client(first)
  const phones: Phone[] = []
  const link: Link = {
    get client() {
      return client
    },
    asterisk,
    async restartServer(whileItIsDown) {
      const { data } = client.server
      await client.server.kill()
      await whileItIsDown?.()
      const server: Server = await startServer({ data, args: options?.(asterisk) ?? [] })
      server.audit.hide(asterisk.password)
      client = new Client(server)
    },
    async add(fields = {}) {
      const made = { name: 'n', number: uniqueNumber(), secret: unique('Sip-Secret-') }
      const { _id } = await client.data<{ _id: string }>('pbx/users/add', { ...made, ...fields })
      return { ...made, ...fields, _id }
    },
    update: (extension, fields) => link.client.data('pbx/users/update', { _id: extension._id, ...fields }),
    remove: (extension) => link.client.data('pbx/users/remove', { _id: extension._id }),
    async phone({ number, secret }, options = {}) {
      const phone = await Phone.open({ number, secret, pbx: asterisk.sipPort, ...options })
      phones.push(phone)
      return phone
    },
    async registered(fields, options) {
      const extension = await link.add(fields)
      const phone = await link.phone(extension, options)
      const status = await phone.register()
      if (status !== 200) throw new Error(`${extension.number} does not register: ${status}\n${asterisk.output()}`)
      return { extension, phone }
    },
    async stop() {
      for (const phone of phones) phone.close()
      await asterisk.stop()
      await client.server.stop()
    },
  }
  if (options) await link.restartServer()
  return link
}
