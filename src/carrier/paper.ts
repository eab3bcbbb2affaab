import type { Clock } from '../core/environment.ts'
import { inLots } from '../core/lots.ts'
import type { Carrier, Receipt, Submission, TakeReceipts } from '../core/message/carrier.ts'
import type { PaperMessage, PaperTray } from '../core/message/message-port.ts'
import { wait } from '../core/wait.ts'

/** The name of this carrier in the settings. */
export const paperName = 'paper'

const retryAfterMs = 1000
/** How long a receipt that was not taken waits. */
const againMs = 200
const receiptsAtOnce = 50
const writtenAtOnce = 50
/** After this time nobody knows the message any more. */
const givesUpMs = 60_000

/** What a number has happen to its messages, by its last two digits. */
const outcomes: Readonly<Record<string, 'refused' | 'busy once' | 'unknown' | 'silent' | 'failed' | 'expired'>> = {
  ...{ '90': 'refused', '91': 'failed', '92': 'expired', '93': 'silent', '94': 'busy once', '95': 'unknown' },
}

interface PaperParts {
  readonly tray: PaperTray
  readonly clock: Clock
  readonly onReceipts: TakeReceipts
  readonly onFault: (error: unknown) => void
}

/**
 * The carrier for development. It writes messages into the book, and everybody gets them, but for numbers that end in
 *
 * - 90: the message is refused.
 * - 91, 92: it is taken, and fails or expires.
 * - 93: it is taken, and no receipt comes.
 * - 94: the carrier is busy the first time.
 * - 95: it is taken, but the answer is lost.
 */
export function paperCarrier({ tray, clock, onReceipts, onFault }: PaperParts): Carrier {
  const busy = new Set<string>()
  const writeDown = inLots(writtenAtOnce, tray.write)
  let telling: Promise<void> | undefined
  let isAskedAgain = false
  let isClosed = false

  async function tellOnce(): Promise<void> {
    isAskedAgain = false
    const untold = await tray.untold(receiptsAtOnce)
    if (untold.length === 0) return
    const kept = await onReceipts(paperName, untold.flatMap(receiptsOf))
    let at = 0
    const told = untold.filter(({ texts, writtenAt }) => {
      const first = at
      at += texts.length
      return kept.slice(first, at).every((isKept) => isKept) || writtenAt < clock.now() - givesUpMs
    })
    await tray.told(told)
    if (told.length < untold.length) await wait(againMs)
    isAskedAgain = true
  }

  function tell(): void {
    isAskedAgain = true
    telling ??= tellOnce()
      .catch(onFault)
      .finally(() => {
        telling = undefined
        if (isAskedAgain && !isClosed) tell()
      })
  }

  async function submit({ message, parts }: Parameters<Carrier['submit']>[0]): Promise<Submission> {
    const { accountId, hexId, number, sender } = message
    const outcome = outcomes[number.slice(-2)]
    if (outcome === 'refused') return { kind: 'refused', problem: 'refused' }
    if (outcome === 'busy once' && !busy.delete(hexId)) {
      busy.add(hexId)
      return { kind: 'busy', retryAfterMs }
    }
    const receipt = outcome === 'failed' || outcome === 'expired' ? outcome : 'delivered'
    const isSilent = outcome === 'silent' || outcome === 'unknown'
    const texts = parts.map(({ text }) => text)
    const written = { accountId, hexId, number, sender, texts, receipt: isSilent ? null : receipt } as const
    const copy = await writeDown({ ...written, writtenAt: clock.now() })
    if (outcome === 'unknown') return { kind: 'unknown', problem: 'the answer is lost' }
    if (!isSilent && !isClosed) tell()
    return { kind: 'taken', carrierIds: idsOf({ hexId, copy, texts }) }
  }

  tell()
  const state = { isUp: true, since: clock.now(), problem: null }
  return {
    name: paperName,
    atOnce: writtenAtOnce,
    state: () => state,
    submit: (outgoing) =>
      submit(outgoing).catch((error: unknown): Submission => {
        onFault(error)
        return { kind: 'unknown', problem: 'the book could not be written' }
      }),
    async close() {
      isClosed = true
      await telling
    },
  }
}

function receiptsOf(paper: PaperMessage): Receipt[] {
  const { receipt, writtenAt } = paper
  if (receipt === null) return []
  const problem = receipt === 'delivered' ? null : `the number has it ${receipt}`
  return idsOf(paper).map((carrierId) => ({ carrierId, state: receipt, at: writtenAt, problem }))
}

function idsOf({ hexId, copy, texts }: Pick<PaperMessage, 'hexId' | 'copy' | 'texts'>): string[] {
  return texts.map((_, at) => `${hexId}-${copy}-${at + 1}`)
}
