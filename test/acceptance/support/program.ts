import { resolve } from 'node:path'

/** The program of the checkout, which an older Node may start too. */
export const bin = resolve(import.meta.dirname, '../../../bin/dialbook.js')

/** The program that tests start: the one that the run has put together of all modules, as the package has it, else that of the checkout. */
export const program = process.env.TEST_PROGRAM ?? bin
