import type { z } from 'zod'
import { wellFormed } from '#domain/text.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import { ComingElsewhere } from './signed-elsewhere.ts'
import { elsewhereWords as words } from './words.ts'

/** Before the key of what another Cairn says was signed. */
export const TOLD = 'told '

type Checked = { readonly row: ComingElsewhere } | { readonly fault: string }

/**
 * A record that another Cairn carried on. What it says is told, and no more proven here: so its key is never that of what was signed, lest it
 * stand in its place.
 */
export function carriedOn(row: z.infer<typeof ARCHIVED.signed_elsewhere.row>): Checked {
  const key = row.key.startsWith(TOLD) ? row.key : `${TOLD}${row.key}`
  const proof = row.proof === 'altered' ? 'altered' : 'told'
  const remarks = row.proof === 'unsigned' || row.proof === 'broken' ? new Set([...row.remarks, 'not whole']) : new Set(row.remarks)
  const read = ComingElsewhere.safeParse({ ...row, key, proof, remarks: [...remarks], key_is_ours: false })
  if (read.success) return { row: read.data }
  const [issue] = read.error.issues
  return { fault: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` }
}

/** A certificate of a module, which the other Cairn gave by itself: nobody signed it, and it stands in no chain. */
export function certificateThere(row: z.infer<typeof ARCHIVED.certificate.row>): Checked {
  const say = words.certificate
  const text = (value: string, most = 500) => wellFormed(value).trim().slice(0, most).toWellFormed()
  return {
    row: {
      key: `certificate ${row.id}`,
      kind: 'module certificate',
      section: 'whole',
      title: text(row.title) || words.kinds['module certificate'],
      type: 'other',
      signed_on: row.passed_on,
      signed_at: row.issued_at,
      signer_name: '',
      signer_as: '',
      content: [
        { label: say.module, lines: [text(row.title)] },
        { label: say.name, lines: [text(row.name)] },
        { label: say.passed, lines: [row.passed_on] },
        { label: say.minutes, lines: [String(row.minutes)] },
      ],
      remarks: row.voided_on === null ? [] : ['voided'],
      from_owner: null,
      from_name: null,
      server: null,
      proof: 'none',
      number: null,
      public_key: '',
      key_is_ours: false,
    },
  }
}
