import { v7 as uuidv7 } from 'uuid'
import { listSessions } from '#domain/accounts/contract.ts'
import { readProfile } from '#domain/accounts/profile-contract.ts'
import { PASSWORD } from '../person.ts'
import { reading, writing, type Cells } from './cell.ts'
import { picture, type MatrixRecord } from './record.ts'

/** As a browser sends a form with a picture. */
async function photoForm() {
  const form = new FormData()
  form.append('photo', new Blob([new Uint8Array(await picture())], { type: 'image/png' }), 'me.png')
  const encoded = new Response(form)
  return { body: Buffer.from(await encoded.arrayBuffer()), headers: { 'content-type': encoded.headers.get('content-type')! } }
}

/** What the profile says now, saved as it is. */
async function sameProfile(of: MatrixRecord) {
  const { email: _email, pendingEmail: _pending, hasPhoto: _photo, ...profile } = await of.owner.ask(readProfile)
  return { body: profile }
}

async function otherSession({ at, owner }: MatrixRecord) {
  await at.again(owner)
  const { sessions } = await owner.ask(listSessions)
  return { params: { sessionId: sessions.find(({ here }) => !here)!.id } }
}

async function photographed(of: MatrixRecord) {
  await of.photo()
  return {}
}

const form = () => ({ params: { '*': 'new-item' } })

export const ACCOUNT_CELLS: Cells = {
  'GET closing': reading('account'),
  'POST closing': writing('account', () => ({ body: { password: 'not the password', word: 'close' } }), { answers: 400 }),
  'DELETE closing': writing('account'),
  'GET second-factor': reading('account'),
  'POST second-factor/offer': writing('account', () => ({ body: { password: PASSWORD } })),
  // 410: nothing was offered.
  'POST second-factor': writing('account', () => ({ body: { offer: 'none such', code: '123456' } }), { answers: 410 }),
  // 404: it is off.
  'POST second-factor/off': writing('account', () => ({ body: { password: PASSWORD, code: '123456' } }), { answers: 404 }),
  'POST second-factor/recovery-codes': writing('account', () => ({ body: { password: PASSWORD, code: '123456' } }), { answers: 404 }),
  'GET sessions': reading('account'),
  'DELETE sessions/:sessionId': writing('account', otherSession),
  'POST sessions/end-others': writing('account'),
  'POST email': writing('account', () => ({ body: { email: `${uuidv7()}@example.org`, password: PASSWORD } })),
  'POST password': writing('account', () => ({ body: { current: PASSWORD, password: `${PASSWORD} again` } })),
  // 410: the token is one that no server printed.
  'POST first-administrator': writing('account', () => ({ body: { token: 'none such' } }), { answers: 410 }),
  'GET trainees': reading('account'),
  'GET duties': reading('account'),
  'GET audit': reading('audit'),
  'GET preferences': reading('preference'),
  'PATCH preferences': writing('preference', () => ({ body: { theme: 'dark' } })),
  'GET calendar-feed': reading('preference'),
  'POST calendar-feed': writing('preference', () => ({ body: {} })),
  'DELETE calendar-feed': writing('preference'),
  'GET drafts': reading('draft'),
  'GET drafts/*': reading('draft', form),
  'PUT drafts/*': writing('draft', () => ({ ...form(), body: { draft: {} } })),
  'DELETE drafts/*': writing('draft', form),
  'GET profile': reading('profile', undefined, 'contact'),
  'PUT profile': writing('profile', sameProfile, { section: 'contact' }),
  'GET photo': reading('profile', photographed, 'photo'),
  'PUT photo': writing('profile', photoForm, { section: 'photo' }),
  'DELETE photo': writing('profile', undefined, { section: 'photo' }),
  'GET chain': reading('chain', undefined, 'head'),
  'GET chain/proof': reading('chain', undefined, 'whole'),
}
