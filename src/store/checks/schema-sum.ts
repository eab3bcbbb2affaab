import type { Engine } from '../engine/engine.ts'
import { establishFact, readFact } from '../engine/facts.ts'
import { newestVersion } from '../engine/migrations.ts'

/** The fact of the checksum that the schema of the newest version has. */
const fact = (): string => `schema ${newestVersion()}`

/** Keeps the checksum of the schema, where the engine can tell it, unless the book has it already. */
export async function keepSchemaSum(engine: Engine): Promise<void> {
  const sum = await engine.schemaSum()
  if (sum === null || (await readFact(engine.reader, fact())) !== undefined) return
  await engine.transaction((session) => establishFact(session, fact(), String(sum)))
}

/** Whether the schema is as it was when the book came to this version. */
export async function hasItsSchema(engine: Engine): Promise<boolean> {
  const kept = await readFact(engine.reader, fact())
  const sum = await engine.schemaSum()
  return sum === null || kept === undefined || kept === String(sum)
}
