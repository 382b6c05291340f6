import sharp from 'sharp'
import { expect, test } from 'vitest'
import { auditTrail, changeEmail, confirmEmail, currentSession, demoMailbox, demoPeople } from '#domain/accounts/contract.ts'
import {
  discardDraft,
  photo,
  readDraft,
  readPreferences,
  readProfile,
  removePhoto,
  saveDraft,
  savePhoto,
  savePreferences,
  saveProfile,
} from '#domain/accounts/profile-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { PASSWORD, Person } from '../../../tests/support/person.ts'
import { DEMO_PEOPLE } from './demo-people.ts'
import { photoFrom } from './photo.ts'

const at = house()
const mailsTo = async (email: string) => (await at.nobody().ask(demoMailbox)).messages.filter((mail) => mail.to === email)

async function asForm(person: Person, bytes: Buffer, name = 'photo') {
  const data = new FormData()
  data.append(name, new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'me.png')
  const encoded = new Response(data)
  return person.send(savePhoto, {
    body: Buffer.from(await encoded.arrayBuffer()),
    headers: { 'content-type': encoded.headers.get('content-type')! },
  })
}

test('A5: a changed email counts once the link sent to it was used; the old address is told', async () => {
  const person = await at.clinician()
  const wanted = `new-${person.email}`
  const problem = await person.refused(changeEmail, { body: { email: wanted, password: 'not my password' } }, 'wrong_password')
  expect(problem.fields[0]!.path).toBe('password')
  await person.ask(changeEmail, { body: { email: wanted, password: PASSWORD } })
  expect(await person.ask(readProfile)).toMatchObject({ email: person.email, pendingEmail: wanted })
  expect((await mailsTo(person.email))[0]!.subject).toBe('Your Cairn email is about to change')
  await Person.atNewDevice(at.house, person.email)

  const token = /token=([\w-]+)/.exec((await mailsTo(wanted))[0]!.text)![1]!
  expect(await at.nobody().ask(confirmEmail, { body: { token } })).toEqual({ email: wanted })
  await at.nobody().refused(confirmEmail, { body: { token } }, 'link_expired')
  expect(await person.ask(readProfile)).toMatchObject({ email: wanted, pendingEmail: null })
  await Person.atNewDevice(at.house, wanted)
  expect((await mailsTo(person.email))[0]!.subject).toBe('Your Cairn email was changed')
})

test('A5: only the newest change of an email counts', async () => {
  const person = await at.clinician()
  await person.ask(changeEmail, { body: { email: `first-${person.email}`, password: PASSWORD } })
  await person.ask(changeEmail, { body: { email: `second-${person.email}`, password: PASSWORD } })
  const token = /token=([\w-]+)/.exec((await mailsTo(`first-${person.email}`))[0]!.text)![1]!
  await at.nobody().refused(confirmEmail, { body: { token } }, 'link_expired')
})

test('A2: asking for an address that has an account answers as for any other, and tells its owner', async () => {
  const [ada, bob] = await at.clinicians(2)
  await ada!.ask(changeEmail, { body: { email: bob!.email, password: PASSWORD } })
  expect((await ada!.ask(readProfile)).pendingEmail).toBe(bob!.email)
  const [mail] = await mailsTo(bob!.email)
  expect(mail!.subject).toBe('Somebody asked to use your email')
  expect(mail!.text).not.toContain('token=')
})

test('A5: personal details are kept; of two devices the later is shown what stands', async () => {
  const person = await at.clinician()
  const { email: _, pendingEmail: _p, hasPhoto: _h, ...profile } = await person.ask(readProfile)
  const saved = await person.ask(saveProfile, {
    body: { ...profile, name: 'Dr Renamed', grade: 'ST5', dateOfBirth: '1980-03-31', ethnicity: 'private words' },
  })
  expect(saved).toMatchObject({ name: 'Dr Renamed', grade: 'ST5', dateOfBirth: '1980-03-31', version: profile.version + 1 })
  const problem = await person.refused(saveProfile, { body: { ...profile, name: 'Dr Late' } }, 'stale_version')
  expect(problem.details).toMatchObject({ current: { name: 'Dr Renamed' } })
  expect((await person.ask(currentSession)).person?.name).toBe('Dr Renamed')
})

test('A9: the trail names the fields that changed, and never says what equality details say', async () => {
  const person = await at.clinician()
  const { email: _, pendingEmail: _p, hasPhoto: _h, ...profile } = await person.ask(readProfile)
  await person.ask(saveProfile, { body: { ...profile, ethnicity: 'private words', dateOfBirth: '1980-03-31' } })
  const { entries } = await person.ask(auditTrail)
  expect(entries[0]).toMatchObject({
    act: 'accounts.profile_changed',
    byOwner: true,
    by: 'Dr Test Person',
    about: 'date of birth, ethnicity',
  })
  const { rows } = await at.house.pool.query('select changes::text from audit where owner_id = $1', [person.id])
  expect(JSON.stringify(rows)).not.toMatch(/private words|1980/)
})

test('A9: the trail comes in pages, newest first, with nothing twice', async () => {
  const person = await at.clinician()
  for (let n = 0; n < 60; n++) await person.ask(savePreferences, { body: { yearlyTarget: n * 100 } })
  const first = await person.ask(auditTrail)
  const second = await person.ask(auditTrail, { query: { after: first.next } })
  const ids = [...first.entries, ...second.entries].map((entry) => entry.id)
  expect(new Set(ids).size).toBe(62)
  expect(second.next).toBeNull()
  expect(ids).toEqual([...ids].sort().reverse())
  expect(second.entries.at(-1)!.act).toBe('accounts.registered')
  await person.refused(auditTrail, { query: { after: 'x' } }, 'invalid_input')
})

test('A9: the server cannot change or remove what stands in the trail', async () => {
  const { pool } = at.house
  await expect(pool.query(`update audit set act = 'nothing'`)).rejects.toThrow(/permission denied/)
  await expect(pool.query('delete from audit')).rejects.toThrow(/permission denied/)
  await expect(pool.query('truncate audit')).rejects.toThrow(/permission denied/)
})

test('A11: a stranger is told that there is no profile, no settings, no draft, no trail, no photo', async () => {
  const [ada, bob] = await at.clinicians(2)
  for (const endpoint of [readProfile, readPreferences, auditTrail, photo]) {
    await bob!.refused(endpoint, { params: { ownerId: ada!.id } }, 'not_found')
  }
  await bob!.refused(readDraft, { params: { ownerId: ada!.id, '*': 'new-item' } }, 'not_found')
  await bob!.refused(saveDraft, { params: { ownerId: ada!.id, '*': 'new-item' }, body: { draft: {} } }, 'not_found')
  await at.nobody().refused(readProfile, { params: { ownerId: ada!.id } }, 'not_signed_in')
})

test('A6: settings begin as the catalogue says, change one at a time, and are remembered per person', async () => {
  const [ada, bob] = await at.clinicians(2)
  const before = await ada!.ask(readPreferences)
  expect(before.tagSets).toEqual(at.house.catalogue.tagSets.filter((set) => set.defaultOn).map((set) => set.id))
  const accreditor = at.house.catalogue.accreditors[0]!.id
  const schemeId = at.house.catalogue.schemes[0]!.id
  await ada!.ask(savePreferences, { body: { columns: ['title', 'impact'], accreditorId: accreditor } })
  await ada!.ask(savePreferences, { body: { schemes: [{ schemeId, startsOn: '2026-04-01' }] } })
  expect(await ada!.ask(readPreferences)).toEqual({
    ...before,
    columns: ['title', 'impact'],
    accreditorId: accreditor,
    schemes: [{ schemeId, startsOn: '2026-04-01' }],
  })
  expect(await bob!.ask(readPreferences)).toEqual(before)
  expect((await ada!.ask(auditTrail)).entries[0]).toMatchObject({ act: 'accounts.settings_changed', about: 'schemes' })
})

test('N1: settings that name what the catalogue does not know are refused at the field', async () => {
  const person = await at.clinician()
  const problem = await person.refused(
    savePreferences,
    { body: { accreditorId: 'nobody', tagSets: ['nothing'], schemes: [{ schemeId: 'none', startsOn: null }] } },
    'invalid_input',
  )
  expect(problem.fields.map((field) => field.path)).toEqual(['accreditorId', 'tagSets.0', 'schemes.0.schemeId'])
})

test('P20: a draft is kept, given back on another device, and thrown away', async () => {
  const person = await at.clinician()
  const form = { params: { '*': 'new-item' } }
  expect(await person.ask(readDraft, form)).toEqual({ draft: null, savedAt: null })
  await person.ask(saveDraft, { ...form, body: { draft: { title: 'Seps' } } })
  await person.ask(saveDraft, { ...form, body: { draft: { title: 'Sepsis', tags: ['a'] } } })
  const elsewhere = await Person.atNewDevice(at.house, person.email)
  expect((await elsewhere.ask(readDraft, form)).draft).toEqual({ title: 'Sepsis', tags: ['a'] })
  const item = { params: { '*': `item/${person.id}` } }
  await person.ask(saveDraft, { ...item, body: { draft: { title: 'Other' } } })
  await person.ask(discardDraft, form)
  expect((await person.ask(readDraft, form)).draft).toBeNull()
  expect((await person.ask(readDraft, item)).draft).toEqual({ title: 'Other' })
})

test('A5: a photo becomes an upright square JPEG without its EXIF', async () => {
  const person = await at.clinician()
  await person.refused(photo, {}, 'not_found')
  const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#226644' } })
    .withExif({ IFD0: { Copyright: 'Somewhere secret' } })
    .jpeg()
    .toBuffer()
  expect((await asForm(person, picture)).statusCode).toBe(200)
  const shown = await person.send(photo)
  expect(shown.headers['content-type']).toBe('image/jpeg')
  const meta = await sharp(shown.rawPayload).metadata()
  expect([meta.format, meta.width, meta.height, meta.exif]).toEqual(['jpeg', 512, 512, undefined])
  expect((await person.send(photo, { headers: { 'if-none-match': String(shown.headers['etag']) } })).statusCode).toBe(304)
  expect((await person.ask(currentSession)).person?.hasPhoto).toBe(true)

  const refused = await asForm(person, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))
  expect(refused.json()).toMatchObject({ code: 'file_type_refused' })
  await person.ask(removePhoto)
  await person.refused(photo, {}, 'not_found')
})

test('A5: of many pictures one is read at a time', async () => {
  const picture = await sharp({ create: { width: 3000, height: 3000, channels: 3, background: '#226644' } })
    .png()
    .toBuffer()
  let most = 0
  const look = setInterval(() => {
    const { queue, process } = sharp.counters()
    most = Math.max(most, queue + process)
  }, 1)
  await Promise.all(Array.from({ length: 6 }, () => photoFrom(picture)))
  clearInterval(look)
  expect(most).toBe(1)
})

test('P20: a photo is written to the disk of no device but one marked mine', async () => {
  const person = await at.clinician()
  const here = await Person.atNewDevice(at.house, person.email, true)
  await asForm(
    person,
    await sharp({ create: { width: 9, height: 9, channels: 3, background: '#226644' } })
      .png()
      .toBuffer(),
  )
  expect((await person.send(photo)).headers['cache-control']).toBe('no-store')
  expect((await here.send(photo)).headers['cache-control']).toBe('private, no-cache')
})

test('The demo says how to sign in', async () => {
  const { people } = await at.nobody().ask(demoPeople)
  expect(people.map(({ email }) => email)).toEqual(DEMO_PEOPLE.map(({ email }) => email))
})
