/** What the tests use of the package `smpp`, which has no types. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server, Socket } from 'node:net'

  export interface Pdu {
    readonly command: string
    readonly command_status: number
    readonly system_id: string
    readonly password: string
    readonly source_addr: string
    readonly source_addr_ton: number
    readonly source_addr_npi: number
    readonly destination_addr: string
    readonly dest_addr_ton: number
    readonly dest_addr_npi: number
    readonly esm_class: number
    readonly data_coding: number
    readonly registered_delivery: number
    readonly validity_period: Date
    readonly short_message: { readonly message: string; readonly udh?: readonly Buffer[] }
    response(fields?: object): Pdu
  }

  export interface Session extends EventEmitter {
    readonly socket: Socket
    send(pdu: Pdu): boolean
    data_sm(fields: object, answered: (pdu: Pdu) => void): boolean
    deliver_sm(fields: object, answered: (pdu: Pdu) => void): boolean
    enquire_link(fields: object, answered: (pdu: Pdu) => void): boolean
    unbind(): boolean
    destroy(): void
  }

  export function createServer(options: object, listener: (session: Session) => void): Server
}
