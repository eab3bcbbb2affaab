import { checkmarket } from './checkmarket/index.ts'
import type { Dialect } from './dialect.ts'
import { lox24 } from './lox24/index.ts'
import { simotel } from './simotel/index.ts'

/** Every dialect that the server speaks. */
export const dialects: readonly Dialect[] = [simotel, lox24, checkmarket]
