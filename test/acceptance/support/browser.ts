import { type Browser, chromium } from 'playwright-core'
import { isFastRun } from '../../fast-run.ts'
import { hasProgram } from '../../has-program.ts'

const program = 'chromium'

/** Why there is no browser to test with; false where there is one. */
export const withoutBrowser =
  (isFastRun && 'a fast run needs no browser') || (!hasProgram(program) && `install ${program}: there is no browser`)

/** Starts the browser. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: `/usr/bin/${program}`, args: ['--no-sandbox'] })
}
