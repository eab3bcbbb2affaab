import { Client } from 'pg'
import type { Hosts } from './hosts.ts'

type Callback = (error: Error | null, client?: Client) => void

/**
 * The class of connections that go to the leader of several hosts, whichever it is when they are made. The pool makes
 * them as it makes others.
 */
export function leaderClient(hosts: Hosts): typeof Client {
  return class LeaderClient extends Client {
    override connect(): Promise<Client>
    override connect(callback: Callback): void
    override connect(callback?: Callback): Promise<Client> | undefined {
      const connected = this.#connect()
      if (!callback) return connected
      connected.then((client) => callback(null, client), callback)
      return undefined
    }

    async #connect(): Promise<Client> {
      // Without this listener a connection that is cut off before its owner has one would end the process.
      this.on('error', () => undefined)
      const address = await hosts.leader()
      const { hostname, port } = new URL(address)
      this.host = hostname.replace(/^\[(.*)\]$/, '$1')
      this.port = Number(port || '5432')
      try {
        await super.connect()
        await hosts.keep(this, address)
        return this
      } catch (error) {
        hosts.doubt(address)
        this.connection.stream.destroy()
        throw error
      }
    }
  }
}
