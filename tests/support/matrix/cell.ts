import type { Act, RecordKind, State } from '#domain/accounts/permission-table.ts'
import type { Asking, Person } from '../person.ts'
import type { MatrixRecord } from './record.ts'

/** One way to ask a route of an owner's records, and the cell of the permission table it stands under. */
export interface Cell {
  readonly kind: RecordKind
  readonly section: string
  readonly act: Act
  /** Where the kind has states and the act hangs on them. */
  readonly state?: State
  /** What makes sense to ask, in this state; what it needs is made anew. Nothing more than the address where it is left out. */
  readonly ask?: (of: MatrixRecord, asker: Person) => Asking | Promise<Asking>
  /** What the owner is answered where the table lets them in and something else is in the way, said beside it. */
  readonly answers?: number
  /** Of the record that is frozen, where the route makes sense in that one only. */
  readonly ofFrozen?: true
}

/** By method and the address after the owner, such as `GET items/:id`. A frozen record is asked as well, wherever the kind can be. */
export type Cells = Readonly<Record<string, Cell | readonly Cell[]>>

type Ask = NonNullable<Cell['ask']>

export const reading = (kind: RecordKind, ask?: Ask, section = 'whole'): Cell => ({ kind, section, act: 'read', ...(ask ? { ask } : {}) })

export const writing = (kind: RecordKind, ask?: Ask, more: Partial<Cell> = {}): Cell => ({
  kind,
  section: 'whole',
  act: 'write',
  ...(ask ? { ask } : {}),
  ...more,
})
