import { sql } from 'kysely'
import pg from 'pg'
import { v5 as uuidv5 } from 'uuid'
import { dayIn, type PlainDate } from '#domain/plain-date.ts'
import { authWithin } from '#server/accounts/auth.ts'
import { DEMO_GROUPS, DEMO_PASSWORD, DEMO_PEOPLE, FURTHER_TRAINEES, type DemoPerson } from '#server/accounts/demo-people.ts'
import { makeAccount } from '#server/accounts/registration.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { ModuleShelf } from '#server/learning/module-shelf.ts'
import { consultantItems } from '../../scripts/demo/consultant.ts'
import type { DemoItem } from '../../scripts/demo/demo-item.ts'
import { gpItems } from '../../scripts/demo/gp.ts'
import { layOut } from '../../scripts/demo/lay-out.ts'
import { settleConsultant, settleGp } from '../../scripts/demo/settings.ts'
import { isOfProgramme, layOfProgramme, type DemoDoctor } from '../../scripts/demo/training-programme.ts'

/** So that the people of the demo have the same ids wherever it is laid out. */
const NAMESPACE = '5bd1c3f6-7f0e-4f5f-9e0a-0d6b0f3b1c54'
const ZONE = 'Europe/London'

interface Portfolio {
  readonly items: (today: PlainDate, moduleTitles: ReadonlyMap<string, string>) => Promise<DemoItem[]> | DemoItem[]
  readonly settle: (tx: Tx, ownerId: string, today: PlainDate) => Promise<void>
}

const PORTFOLIOS: Readonly<Record<string, Portfolio>> = {
  'gp@example.org': { items: gpItems, settle: settleGp },
  'consultant@example.org': { items: consultantItems, settle: settleConsultant },
}

type DemoHouse = Parts & { readonly shelf: ModuleShelf }

export const demoOwnerId = (person: Pick<DemoPerson, 'email'>): string => uuidv5(person.email, NAMESPACE)

/**
 * Lays out the demo: its people, and what they learnt in the years before `today`. Who is there already is left as they are.
 * Each person comes in one transaction, whole or not at all, so that a start that was stopped is completed by the next.
 */
export async function seedDemo(
  house: DemoHouse,
  onProgress: (line: string) => void,
  today: PlainDate = dayIn(ZONE, Date.now()),
  people: readonly DemoDoctor[] = [...DEMO_PEOPLE, ...FURTHER_TRAINEES],
): Promise<void> {
  const missing: DemoDoctor[] = []
  for (const person of people) if (!(await isThere(house.db, person))) missing.push(person)
  if (missing.length === 0) return
  const { password } = await authWithin(house.config, house.db)
  // One for all: the password is printed on the page, and a hash is costly.
  const passwordHash = await password.hash(DEMO_PASSWORD)
  let told = ''
  for (const person of missing) {
    const line = `Laying out the demo: ${laidOut(person)}`
    if (line !== told) onProgress(line)
    told = line
    await seedPerson(house, person, passwordHash, today)
  }
  await lookAtTables(house.databaseUrl)
}

/** What is said while it happens; the people of the programme, who are many and quick, together. */
function laidOut(person: DemoDoctor): string {
  if (isOfProgramme(person)) return 'a training programme and its people'
  const items = DEMO_PEOPLE.find(({ email }) => email === person.email)?.items ?? 0
  return `${person.name}, ${items.toLocaleString('en-GB')} items`
}

/** PostgreSQL looks at its tables by itself, but not before a first visit: until then it would take thousands of rows for a few. */
async function lookAtTables(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('analyze item, tag, item_tag, credit_award, file, audit')
  } finally {
    await client.end()
  }
}

/** Lines that say how to sign in to the demo, for the terminal. */
export function waysIn(): string[] {
  const widest = (of: (person: DemoPerson) => string) => Math.max(...DEMO_PEOPLE.map((person) => of(person).length))
  const [email, name] = [widest((person) => person.email), widest((person) => person.name)]
  return [
    `Sign in to the demo with the password: ${DEMO_PASSWORD}`,
    ...DEMO_GROUPS.flatMap((group) => [
      `  ${group}`,
      ...DEMO_PEOPLE.filter((person) => person.group === group).map(
        (person) => `    ${person.email.padEnd(email)}  ${person.name.padEnd(name)}  ${person.role}`,
      ),
    ]),
  ]
}

async function seedPerson(house: DemoHouse, person: DemoDoctor, passwordHash: string, today: PlainDate): Promise<void> {
  const portfolio = PORTFOLIOS[person.email]
  const titles = titlesOn(house.shelf)
  const items = (await portfolio?.items(today, titles)) ?? []
  await house.db.transaction().execute(async (tx) => {
    // Two servers that start at once on one database: the second finds the first's work.
    await sql`select pg_advisory_xact_lock(hashtextextended('the demo', 0))`.execute(tx)
    if (await isThere(tx, person)) return
    const { name, email } = person
    const ownerId = await makeAccount(house, tx, await authWithin(house.config, tx), {
      id: demoOwnerId(person),
      name,
      email,
      timeZone: ZONE,
      passwordHash,
      confirmed: true,
    })
    await portfolio?.settle(tx, ownerId, today)
    await layOut(tx, house, ownerId, items, items.length)
    if (isOfProgramme(person)) await layOfProgramme({ tx, house, today, idOf: demoOwnerId, moduleTitles: titles }, person)
  })
}

const titlesOn = (shelf: ModuleShelf) => new Map([...shelf.all()].map((module) => [module.id, module.title]))

/** By id as well, for who has changed their email since. */
async function isThere(db: Db | Tx, person: DemoDoctor): Promise<boolean> {
  const row = await db
    .selectFrom('auth.user')
    .select('id')
    .where((eb) => eb.or([eb('id', '=', demoOwnerId(person)), eb('email', '=', person.email)]))
    .executeTakeFirst()
  return row !== undefined
}
