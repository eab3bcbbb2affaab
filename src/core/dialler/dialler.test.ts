import { buildBook } from '../../../test/builders.ts'
import { describeDialler } from './dialler.contract.ts'

describeDialler('SQLite', buildBook)
