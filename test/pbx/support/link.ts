import { Client, startSimotel, unique, uniqueNumber } from '../../acceptance/support/simotel.ts'
import type { Fields } from '../../acceptance/support/things.ts'
import { type Asterisk, startAsterisk } from './asterisk.ts'
import { Phone, type PhoneOptions } from './phone.ts'

/** A server, the Asterisk that reads its book, and what a test makes of extensions and phones. */
export interface Link {
  readonly client: Client
  readonly asterisk: Asterisk
  /** Adds an extension by the vendor's call. */
  add(fields?: Fields): Promise<Extension>
  update(extension: Extension, fields: Fields): Promise<void>
  remove(extension: Extension): Promise<void>
  /** A phone of an extension; it is put away with the link. */
  phone(extension: Extension, options?: Partial<PhoneOptions>): Promise<Phone>
  /** An extension with a phone that has registered. */
  registered(fields?: Fields, options?: Partial<PhoneOptions>): Promise<{ extension: Extension; phone: Phone }>
  stop(): Promise<void>
}

export interface Extension {
  readonly _id: string
  readonly number: string
  readonly secret: string
}

export async function startLink(): Promise<Link> {
  const server = await startSimotel()
  const asterisk = await startAsterisk(server, { account: 'acme' })
  const client = new Client(server)
  const phones: Phone[] = []
  const link: Link = {
    client,
    asterisk,
    async add(fields = {}) {
      const made = { name: 'n', number: uniqueNumber(), secret: unique('Sip-Secret-') }
      const { _id } = await client.data<{ _id: string }>('pbx/users/add', { ...made, ...fields })
      return { ...made, ...fields, _id }
    },
    update: (extension, fields) => client.data('pbx/users/update', { _id: extension._id, ...fields }),
    remove: (extension) => client.data('pbx/users/remove', { _id: extension._id }),
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
      await server.stop()
    },
  }
  return link
}
