import { Refusal } from '../errors.ts'
import type { ImportReport } from './import-report.ts'

/** The refusal of a whole import by its lines. The report tells which they are; nothing was written. */
export class ImportRefused extends Refusal {
  readonly report: ImportReport

  constructor(reason: string, report: ImportReport) {
    super('invalid_value', reason, 'file')
    this.report = report
  }
}
