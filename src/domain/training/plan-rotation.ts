import { fold } from '#domain/fold.ts'
import { addDays, addMonths, type PlainDate } from '#domain/plain-date.ts'
import { firstUncovered, overlap, placementInTheWay, within, type Days } from './placements.ts'
import type { RotationFault, RotationLine } from './rotation.ts'
import { faultOfDays } from './training-days.ts'
import { rotationWords as words } from './rotation-words.ts'

/** Somebody with an account. */
export interface KnownPerson {
  readonly id: string
  readonly name: string
  readonly professionalNumber: string
}

interface Year extends Days {
  readonly id: string
  readonly traineeId: string
  readonly code: string
}

interface Placement extends Days {
  readonly id: string
  readonly yearId: string
  readonly post: string
  readonly specialty: string
  readonly site: string
  readonly employer: string
  readonly workingPercent: number
}

interface Supervision extends Days {
  readonly id: string
  readonly personId: string
  readonly relation: 'educational supervisor' | 'clinical supervisor'
  readonly placementId: string | null
}

interface Membership {
  readonly id: string
  readonly programmeId: string
  readonly from: PlainDate
  readonly until: PlainDate | null
}

/** What is known of one doctor before the file, and after each line of it. Nothing in it was taken back. */
export interface KnownTrainee {
  readonly memberships: readonly Membership[]
  readonly years: readonly Year[]
  readonly placements: readonly Placement[]
  readonly supervisions: readonly Supervision[]
}

export const NOTHING_KNOWN: KnownTrainee = { memberships: [], years: [], placements: [], supervisions: [] }

export interface Known {
  /** By the programmes’ calendar. */
  readonly today: PlainDate
  readonly programmeId: string
  readonly viewerId: string
  /** By address, in small letters. */
  readonly people: ReadonlyMap<string, KnownPerson>
  readonly trainees: ReadonlyMap<string, KnownTrainee>
  /** Of who supervises already, by id. */
  readonly names: ReadonlyMap<string, string>
  readonly newId: () => string
}

/** One thing the file would do, in the order in which it is done. */
export type Change = { readonly ownerId: string } & (
  | { readonly kind: 'trainee'; readonly row: Membership }
  | { readonly kind: 'year'; readonly row: Year }
  | { readonly kind: 'placement'; readonly row: Placement }
  | { readonly kind: 'supervision'; readonly row: Supervision; readonly name: string }
  | { readonly kind: 'end'; readonly row: Supervision; readonly name: string; readonly until: PlainDate }
)

export interface PlannedLine {
  readonly line: number
  /** What would change, in words; empty where all of it is there already. */
  readonly says: readonly string[]
  readonly notes: readonly string[]
  readonly faults: readonly RotationFault[]
}

interface Supervising {
  readonly person: KnownPerson
  readonly relation: Supervision['relation']
}

/**
 * What a rotation's lines change, one after the other, each on what the lines before leave (T2). A placement that is there already is
 * left alone, so that the same file twice changes nothing. Another educational supervisor takes over from the placement's first day, and
 * the one before ends the day before.
 */
export function planRotation(lines: readonly RotationLine[], known: Known): { lines: PlannedLine[]; changes: Change[] } {
  const now = new Map(known.trainees)
  const names = new Map([...known.names, ...[...known.people.values()].map(({ id, name }) => [id, name] as const)])
  const changes: Change[] = []
  const planned = new Map<number, PlannedLine>()
  for (const line of lines.toSorted((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : one.line - other.line))) {
    const one = new OneLine(line, known, names, now)
    one.plan()
    planned.set(line.line, { line: line.line, says: one.says, notes: one.notes, faults: one.faults })
    if (one.faults.length > 0) continue
    changes.push(...one.changes)
    if (one.ownerId !== null) now.set(one.ownerId, one.trainee)
  }
  return { lines: lines.map(({ line }) => planned.get(line)!), changes }
}

class OneLine {
  readonly says: string[] = []
  readonly notes: string[] = []
  readonly faults: RotationFault[] = []
  readonly changes: Change[] = []
  ownerId: string | null = null
  trainee: KnownTrainee = NOTHING_KNOWN
  readonly #line: RotationLine
  readonly #known: Known
  readonly #names: ReadonlyMap<string, string>
  readonly #now: ReadonlyMap<string, KnownTrainee>

  constructor(line: RotationLine, known: Known, names: ReadonlyMap<string, string>, now: ReadonlyMap<string, KnownTrainee>) {
    this.#line = line
    this.#known = known
    this.#names = names
    this.#now = now
  }

  plan(): void {
    const line = this.#line
    const doctor = this.#person('email', line.email)
    const educational = this.#person('educational supervisor email', line.educationalSupervisor)
    const clinical = this.#person('clinical supervisor email', line.clinicalSupervisor)
    if (doctor === null) return
    if (
      doctor.professionalNumber !== '' &&
      line.professionalNumber !== '' &&
      fold(doctor.professionalNumber) !== fold(line.professionalNumber)
    )
      this.#fault('professional number', words.otherNumber)
    if (doctor.id === this.#known.viewerId) this.#fault('email', words.yourself)
    if (educational?.id === doctor.id) this.#fault('educational supervisor email', words.supervisesThemselves)
    if (clinical?.id === doctor.id) this.#fault('clinical supervisor email', words.supervisesThemselves)
    if (educational?.id === this.#known.viewerId) this.#fault('educational supervisor email', words.yourself)
    if (clinical?.id === this.#known.viewerId) this.#fault('clinical supervisor email', words.yourself)
    if (line.name !== '' && fold(line.name) !== fold(doctor.name)) this.notes.push(words.accountSays(doctor.name))
    this.ownerId = doctor.id
    this.trainee = this.#now.get(doctor.id) ?? NOTHING_KNOWN
    const fault = this.#placementThere() === undefined ? faultOfDays(this.#known.today, line) : null
    if (fault !== null) this.#fault(fault.at, fault.message)
    if (this.faults.length > 0) return

    const membership = this.#membership()
    const year = membership && this.#year(membership)
    const placement = year && this.#placement(year)
    if (!placement) return
    if (educational !== null) this.#educational({ person: educational, relation: 'educational supervisor' }, year)
    if (clinical !== null) this.#clinical({ person: clinical, relation: 'clinical supervisor' }, placement)
  }

  #fault(column: RotationFault['column'], message: string): null {
    this.faults.push({ column, message })
    return null
  }

  #person(column: 'email' | 'educational supervisor email' | 'clinical supervisor email', email: string): KnownPerson | null {
    if (email === '') return null
    return this.#known.people.get(email) ?? this.#fault(column, words.noAccount(email))
  }

  #change(change: Change, said: string): void {
    this.changes.push(change)
    this.says.push(said)
  }

  #membership(): Membership | null {
    const { from, until } = this.#line
    const there = this.trainee.memberships.filter((one) => overlap({ from, until }, { from: one.from, until: one.until ?? until }))
    const mine = there.find(({ programmeId }) => programmeId === this.#known.programmeId)
    if (mine !== undefined && mine.until !== null && mine.until < until) return this.#fault('until', words.trainingEnds(mine.until))
    if (mine !== undefined && mine.from <= from) return mine
    if (mine !== undefined) return this.#fault('from', words.beginsLater(mine.from))
    if (there.length > 0) return this.#fault('email', words.otherProgramme)
    const row = { id: this.#known.newId(), programmeId: this.#known.programmeId, from, until: null }
    this.trainee = { ...this.trainee, memberships: [...this.trainee.memberships, row] }
    this.#change({ ownerId: this.ownerId!, kind: 'trainee', row }, words.makesTrainee(from))
    return row
  }

  #year(membership: Membership): Year | null {
    const { from, until, year: code } = this.#line
    const there = this.trainee.years.filter((year) => overlap({ from, until }, year))
    const holds = there.find((year) => year.code === code && within({ from, until }, year))
    if (holds !== undefined) return holds
    const first = there[0]
    if (first !== undefined) {
      const say = first.code === code ? words.yearEnds : words.otherYear
      return this.#fault('training year', say(first.code, first.from, first.until))
    }
    const next = this.trainee.years
      .map((year) => year.from)
      .filter((day) => day > until)
      .sort()[0]
    const twelve = addDays(addMonths(from, 12), -1)
    const least = next !== undefined && next <= twelve ? addDays(next, -1) : twelve
    const wanted = until > least ? until : least
    const end = membership.until !== null && membership.until < wanted ? membership.until : wanted
    const row = { id: this.#known.newId(), traineeId: membership.id, code, from, until: end }
    this.trainee = { ...this.trainee, years: [...this.trainee.years, row] }
    this.#change({ ownerId: this.ownerId!, kind: 'year', row }, words.givesYear(code, row.from, row.until))
    return row
  }

  #placementThere(): Placement | undefined {
    const { from, until, workingPercent } = this.#line
    return this.trainee.placements.find(
      (one) => one.from === from && one.until === until && one.workingPercent === workingPercent && isSamePost(one, this.#line),
    )
  }

  #placement(year: Year): Placement | null {
    const { from, until, post, specialty, site, employer, workingPercent } = this.#line
    const same = this.#placementThere()
    if (same !== undefined) return same
    const inTheWay = placementInTheWay({ from, until, workingPercent }, this.trainee.placements)
    if (inTheWay !== null) return this.#fault('from', words.inTheWay(inTheWay.post, inTheWay.until))
    const row = { id: this.#known.newId(), yearId: year.id, post, specialty, site, employer, from, until, workingPercent }
    this.trainee = { ...this.trainee, placements: [...this.trainee.placements, row] }
    this.#change({ ownerId: this.ownerId!, kind: 'placement', row }, words.givesPlacement(post, from, until))
    return row
  }

  /** The supervisor of the year: to its end, or until another is to follow. */
  #educational(wanted: Supervising, year: Year): void {
    const { from, until } = this.#line
    const all = this.trainee.supervisions.filter(({ relation }) => relation === wanted.relation)
    const begins = firstUncovered(
      { from, until },
      all.filter(({ personId }) => personId === wanted.person.id),
    )
    if (begins === null) return
    const others = all.filter((one) => one.until >= begins)
    const meanwhile = others.find((one) => one.from >= begins && one.from <= until)
    if (meanwhile !== undefined) {
      const name = this.#names.get(meanwhile.personId) ?? ''
      return void this.#fault('educational supervisor email', words.supervisorLater(name, meanwhile.from))
    }
    for (const one of others.filter(({ from: first }) => first < begins)) this.#end(one, addDays(begins, -1))
    const next = others
      .map((one) => one.from)
      .filter((day) => day > until && day <= year.until)
      .sort()[0]
    this.#supervise(wanted, begins, next === undefined ? year.until : addDays(next, -1), null)
  }

  #clinical(wanted: Supervising, placement: Placement): void {
    const theirs = this.trainee.supervisions.filter((one) => one.placementId === placement.id && one.personId === wanted.person.id)
    const begins = firstUncovered(placement, theirs)
    if (begins !== null) this.#supervise(wanted, begins, placement.until, placement.id)
  }

  #supervise({ person, relation }: Supervising, from: PlainDate, until: PlainDate, placementId: string | null): void {
    const row = { id: this.#known.newId(), personId: person.id, relation, from, until, placementId }
    this.trainee = { ...this.trainee, supervisions: [...this.trainee.supervisions, row] }
    const change = { ownerId: this.ownerId!, kind: 'supervision', row, name: person.name } as const
    this.#change(change, words.givesSupervisor(person.name, relation, from, until))
  }

  #end(row: Supervision, until: PlainDate): void {
    this.trainee = { ...this.trainee, supervisions: this.trainee.supervisions.map((one) => (one === row ? { ...one, until } : one)) }
    const name = this.#names.get(row.personId) ?? ''
    this.#change({ ownerId: this.ownerId!, kind: 'end', row, name, until }, words.endsSupervisor(name, until))
  }
}

const isSamePost = (one: Placement, line: RotationLine): boolean =>
  (['post', 'specialty', 'site', 'employer'] as const).every((field) => fold(one[field]) === fold(line[field]))
