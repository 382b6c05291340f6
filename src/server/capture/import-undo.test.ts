import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { house } from '../../../tests/support/house.ts'
import { rowsKept, whyKept } from './import-queries.ts'

const at = house()

/** Tables with a row in them that keep no row from being taken out again, and why. */
const NO_REASON: Readonly<Record<string, string>> = {
  imported_row: 'the import itself',
  item_tag: 'a change of tags is a change of the row',
  guard_override: 'a warning put aside',
  delivery_attempt: 'of a delivery, which is looked for',
  evidence_version_file: 'of an evidence version, which is looked for',
  upload: 'not a file yet',
  certificate_reminder: 'of certificates, which no import makes',
  exam_result: 'of exams, which no import makes',
  professional_certificate: 'of certificates, which no import makes',
  verification: 'of certificates and exams, which no import makes',
  library_file: 'of the library, into which nothing is imported',
  credit_award: 'of modules, which no import makes',
  enrolment: 'of modules, which no import makes',
}
/** Of forms and logs, which are rows of their own kind that no import makes. */
const OF_FORMS = /^(entry|entry_(comment|gathered|part|share|step)|ticket|msf_.*|log_.*)$/

test('K5: every table that can hold to a row is asked by an undo, or it is said why not', async () => {
  const asked = rowsKept(at.house.db, uuidv7(), uuidv7()).select(whyKept.as('why'))
  expect(await asked.execute()).toEqual([])
  const words = asked.compile().sql
  const { rows } = await sql<{ name: string }>`
    select distinct table_name as name from information_schema.columns
    where table_schema = 'public' and column_name in ('item_id', 'about_id') order by 1`.execute(at.house.db)
  const left = rows.map(({ name }) => name).filter((name) => !words.includes(`from ${name} `) && !OF_FORMS.test(name))
  expect(left.toSorted()).toEqual(Object.keys(NO_REASON).toSorted())
})
