import type { Trunk } from '../../core/trunk/trunk.ts'

/** A trunk as people may see it: without its password. */
export function showTrunk({ name, host, port, username, sealedPassword }: Trunk): {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly username: string | null
  readonly hasPassword: boolean
} {
  return { name, host, port, username, hasPassword: sealedPassword !== null }
}
