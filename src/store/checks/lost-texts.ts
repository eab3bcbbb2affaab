import type { Damage } from '../../core/damage/damage.ts'
import { Refusal } from '../../core/errors.ts'
import type { Engine } from '../engine/engine.ts'
import type { Row } from '../engine/value.ts'
import { indexOlderTexts, indexTextsAnew, isIndexWhole } from '../text/index-older-texts.ts'

/**
 * Finds groups that searches would not find, since the index of texts has lost them. It follows from the groups: it is given up as
 * soon as one is lost, so that searches go without it, and is made anew.
 */
export class LostTexts {
  readonly #engine: Engine
  #isGivenUp = false

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** The groups, of some, that the index has lost. */
  async lostOf(groups: readonly Row[]): Promise<Damage[]> {
    const { reader, texts } = this.#engine
    if (this.#isGivenUp || !(await isIndexWhole(reader))) return []
    const suspects = await this.#lost(() => texts.lost(reader, groups), groups.slice(0, 1))
    const damages: Damage[] = []
    for (const suspect of suspects) if (await this.#isLost(suspect)) damages.push(damageOf(suspect))
    if (damages.length > 0) await this.#giveUp()
    return damages
  }

  /** Makes the index anew, if it was given up. `signal` ends the work, which goes on when the book is next opened. */
  async mend(signal = new AbortController().signal): Promise<void> {
    if (this.#isGivenUp && this.#engine.refusesWrites() === null) await indexOlderTexts(this.#engine, signal)
  }

  /** Whether a group is lost as it is now: it may have got another name while it was looked for. */
  #isLost({ account_id, id }: Row): Promise<boolean> {
    return this.#engine.snapshot(async (session) => {
      const sql = 'select account_id, id, name, description from groups where account_id = $1 and id = $2'
      const group = await session.one(sql, [account_id as number, id as number])
      return (
        group !== undefined && (await this.#lost(() => this.#engine.texts.lost(session, [group]), [group])).length > 0
      )
    })
  }

  /** What was found to be lost; `otherwise` where the index cannot be read. */
  async #lost(look: () => Promise<readonly Row[]>, otherwise: readonly Row[]): Promise<readonly Row[]> {
    try {
      return await look()
    } catch (error) {
      if (error instanceof Refusal && error.code === 'damaged') return otherwise
      throw error
    }
  }

  async #giveUp(): Promise<void> {
    this.#isGivenUp = true
    if (this.#engine.refusesWrites() === null) await indexTextsAnew(this.#engine)
  }
}

function damageOf({ account_id, id }: Row): Damage {
  const problem = 'is not found by its texts: the index of texts is made anew'
  return { accountId: account_id as number, table: 'index of texts', row: String(id), problem }
}
