import { extname } from 'node:path'

/** The ending of every module: `.ts` in a checkout, `.js` in the package. */
const ending = extname(import.meta.url)

/**
 * The address of a module of this folder, named without its ending: `simotel/body` →
 * `file:///…/dialects/simotel/body.ts`.
 */
export function moduleUrl(module: string): string {
  return new URL(`../${module}${ending}`, import.meta.url).href
}
