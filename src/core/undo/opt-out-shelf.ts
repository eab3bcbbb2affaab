import type { Snapshot } from '../change/change.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { OptOut } from '../opt-out/opt-out.ts'
import type { Shelf } from './shelf.ts'

/**
 * Undoes the removal of opt-outs: it closes the person again. Nothing else of them is undone, since an undo never lifts
 * an opt-out.
 */
export const optOutShelf: Shelf = {
  async current(tx, accountId, state) {
    mustExist(await tx.accounts.lock(accountId), 'account')
    for (const { id } of liftedIn(state)) if (await tx.optOuts.get(accountId, id)) return state
    return null
  },
  async put(tx, _current, wanted) {
    if (!wanted) throw neverLifted()
    const optOuts = liftedIn(wanted)
    await tx.optOuts.insert(optOuts[0]?.accountId ?? 0, optOuts)
  },
}

/** The opt-outs of a removal. The state of any other change has none: it is one that closed somebody. */
function liftedIn({ optOuts }: Snapshot): readonly OptOut[] {
  if (!Array.isArray(optOuts) || optOuts.length === 0) throw neverLifted()
  return optOuts
}

function neverLifted(): Refusal {
  return new Refusal(
    'invalid_value',
    'an undo never lifts an opt-out: use `dialbook optout remove NUMBER --consent TEXT`',
  )
}
