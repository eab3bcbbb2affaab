import { unavailable } from '../core/errors.ts'
import type { Engine } from './engine/engine.ts'
import { establishFact, readFact } from './engine/facts.ts'
import { refuseWrongKey } from './key-of-book.ts'
import { refuseUnfinished } from './move/unfinished.ts'

/** Agrees with the book on the key with which its secrets are sealed: a new book takes the one of this process. */
export async function agreeOnKey(
  engine: Engine,
  given: string | ((known: string | undefined) => string),
): Promise<void> {
  const found = await readFact(engine.reader, 'key')
  const problem = engine.refusesWrites()
  if (found === undefined && problem !== null) throw unavailable(`it has no key yet, and ${problem}`, undefined)
  const fingerprint = typeof given === 'string' ? given : given(found)
  if (found !== undefined && problem !== null) return refuseWrongKey(found, fingerprint)
  const known = await engine.transaction(async (session) => {
    await refuseUnfinished(session)
    return establishFact(session, 'key', fingerprint)
  })
  refuseWrongKey(known, fingerprint)
}
