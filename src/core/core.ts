import type { SlowRule } from './block/block.ts'
import type { Dialer } from './call/dialer.ts'
import type { Clock, Ids, Passwords, Vault } from './environment.ts'
import type { WeakSecretRule } from './extension/extension.ts'
import type { RecordFiles } from './import/record-file.ts'
import type { MessageRules } from './message/message-rules.ts'
import type { NumberPlans } from './number/number-plan.ts'
import type { ContactRules } from './opt-out/contact-rules.ts'
import type { HoldMusicSource } from './pbx/hold-music.ts'
import type { Registrations } from './pbx/registrations.ts'
import type { Store } from './ports.ts'
import type { RecordingFiles } from './recording/recording-files.ts'
import type { SoundFiles } from './sound/sound-shelf.ts'

/** All that a use case works with. It is made once, by the composition root. */
export interface Core {
  readonly store: Store
  readonly vault: Vault
  readonly passwords: Passwords
  readonly clock: Clock
  readonly ids: Ids
  readonly numberPlans: NumberPlans
  /** Reads and writes files of records. */
  readonly files: RecordFiles
  /** Tells how far the PBX is behind the book. */
  readonly registrations: Registrations
  /** Begins calls. */
  readonly dialer: Dialer
  readonly holdMusic: HoldMusicSource
  readonly recordings: RecordingFiles
  readonly sounds: SoundFiles
  /** The rule for weak SIP secrets. */
  readonly weakSecrets: WeakSecretRule
  readonly messageRules: MessageRules
  /** The operator's rules for contacts that the server makes by itself. */
  readonly contactRules: ContactRules
  /** The rule by which bad sign-ins slow an address or a user name. */
  readonly slowRule: SlowRule
}
