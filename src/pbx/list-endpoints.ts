import type { Ari } from './ari.ts'

/** An endpoint that Asterisk has loaded at some time since its start, and the channels of its calls. */
export interface LoadedEndpoint {
  readonly resource: string
  readonly channel_ids: readonly string[]
}

/**
 * Lists the endpoints that Asterisk has loaded. Asterisk has no such list before the first one, as with an empty book.
 */
export async function listEndpoints(ari: Ari): Promise<LoadedEndpoint[]> {
  return (await ari.find<LoadedEndpoint[]>('endpoints/PJSIP')) ?? []
}
