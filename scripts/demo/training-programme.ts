import type { Role } from '#domain/accounts/relations.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { DEMO_PEOPLE, FURTHER_TRAINEES, type DemoPerson } from '#server/accounts/demo-people.ts'
import type { Tx } from '#server/platform/db.ts'
import { v5 as uuidv5 } from 'uuid'
import { layFrozen, layFurther } from './other-trainees.ts'
import { randomFrom } from './random.ts'
import { Trail } from './trail.ts'
import { layTrainee } from './trainee.ts'
import { putProgramme, putRole, type DemoHouse, type Desk, type People, type Who } from './training-house.ts'

export type DemoDoctor = Pick<DemoPerson, 'name' | 'email'>

const ROLES: Readonly<Record<string, Role>> = {
  'tutor@example.org': 'tutor',
  'coordinator@example.org': 'programme coordinator',
  'college@example.org': 'college administrator',
  'administrator@example.org': 'system administrator',
}

/** Everybody but those who have a portfolio and nothing else. */
export const OF_PROGRAMME: readonly DemoDoctor[] = [...DEMO_PEOPLE.filter(({ group }) => group !== 'A portfolio'), ...FURTHER_TRAINEES]

export const isOfProgramme = ({ email }: DemoDoctor): boolean => OF_PROGRAMME.some((one) => one.email === email)

interface Making {
  readonly tx: Tx
  readonly house: DemoHouse
  readonly today: PlainDate
  readonly idOf: (person: DemoDoctor) => string
  readonly moduleTitles: ReadonlyMap<string, string>
}

/**
 * What the programme has to do with a person whose account was just made: a role, or a training record. Others may be named in it whose
 * accounts come after; their ids are known before.
 */
export async function layOfProgramme({ tx, house, today, idOf, moduleTitles }: Making, person: DemoDoctor): Promise<void> {
  const nth = OF_PROGRAMME.findIndex(({ email }) => email === person.email)
  const trail = new Trail()
  const owner = { id: idOf(person), name: person.name, email: person.email }
  const desk: Desk = { tx, house, today, people: peopleBy(idOf), owner, random: randomFrom(20_240_807 + nth), trail }
  await putProgramme(tx, desk.people, today)
  const role = ROLES[person.email]
  if (role !== undefined) await putRole(desk, role)
  const further = FURTHER_TRAINEES.findIndex(({ email }) => email === person.email)
  if (further !== -1) await layFurther(desk, further)
  if (person.email === 'trainee@example.org') await layTrainee(desk, moduleTitles)
  if (person.email === 'frozen.trainee@example.org') await layFrozen(desk, moduleTitles)
  await trail.write(tx, desk.random)
}

function peopleBy(idOf: Making['idOf']): People {
  const who = (name: string): Who => {
    const person = DEMO_PEOPLE.find(({ email }) => email === `${name}@example.org`)
    if (person === undefined) throw new Error(`The demo has no ${name}.`)
    return { id: idOf(person), name: person.name }
  }
  const college = who('college')
  return {
    educational: who('educational.supervisor'),
    clinical: who('clinical.supervisor'),
    past: who('past.supervisor'),
    tutor: who('tutor'),
    coordinator: who('coordinator'),
    administrator: who('administrator'),
    college,
    programmeId: uuidv5('Internal medicine, Demo Deanery', college.id),
  }
}
