import type { FastifyInstance } from 'fastify'
import type { SettingsOf, SettingTable } from '../config/setting.ts'
import type { Denial } from './denial.ts'
import type { DialectDeps, DialectFacts } from './dialect.ts'
import type { Faults } from './faults.ts'
import type { Operation } from './operation.ts'
import type { PathRules } from './router-rules.ts'
import type { Storms } from './weather.ts'
import type { SignedIn, Wire } from './wire.ts'

/**
 * All of a dialect. Its types lead from signing in (`Pass`) to the call (`OwnCall`), its operation (`Op`) and the
 * answer (`Answer`), so that no dialect needs a cast.
 */
export interface DialectShape<
  Table extends SettingTable,
  Pass extends SignedIn,
  OwnCall,
  Answer,
  Op extends Operation<OwnCall, Answer>,
  D extends Denial,
> extends DialectFacts {
  readonly settings: Table
  readonly operations: () => Promise<readonly Op[]>
  readonly paths?: PathRules
  /** Whether HEAD is answered where GET is. */
  readonly answersHead?: boolean
  /** Whether a GET may bring a body. */
  readonly readsBodyOfGet?: boolean
  readonly faults: Faults<D>
  readonly storms?: Storms<D>
  /** The class of the denials that the dialect throws: such an error is answered as it is. */
  readonly denial: abstract new (
    ...args: never[]
  ) => D
  /** Adds the plugins of the dialect to its instance. */
  setUp?(app: FastifyInstance): Promise<void>
  wire(
    core: DialectDeps['core'],
    settings: SettingsOf<Table>,
    server: DialectDeps['server'],
  ): Wire<Pass, Op, OwnCall, Answer, D>
}
