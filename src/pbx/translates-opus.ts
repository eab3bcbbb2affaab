import { globSync } from 'node:fs'
import { join } from 'node:path'

/** The module of Asterisk that translates opus. */
export const opusModule = 'codec_opus_open_source.so'

/** Whether an Asterisk translates opus: it has the module, and the library that this needs. `asterisk` is its folder; absent for an installed one. */
export function translatesOpus(asterisk: string | undefined): boolean {
  const has = (pattern: string): boolean => globSync(join(asterisk ?? '/', pattern)).length > 0
  return has(`usr/lib/*/asterisk/modules/${opusModule}`) && has('usr/lib/*/libopus.so.0')
}
