import { Accordion, Alert, Anchor, Button, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { Profile, saveProfile, type readProfile } from '#domain/accounts/profile-contract.ts'
import { call, CallFault } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { profileQuery, queryClient } from '#web/platform/queries.ts'
import { setSession, usePerson } from '#web/platform/session-store.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { PhotoCard } from './photo-card.tsx'
import { ProfileFrame } from './profile-pages.tsx'
import classes from './profile-pages.module.css'
import { TwoVersions } from './two-versions.tsx'
import { words } from './words.ts'

type Saved = z.output<(typeof readProfile.schema.response)[200]>

/** What the form holds of the profile. */
const fieldsOf = (saved: Saved): Profile => Profile.parse(saved)

/** Some browsers leave UTC out of their list. */
const ZONES = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])]

/** Personal details (A5). */
export function ProfilePage(): ReactNode {
  const person = usePerson()
  const { data: saved } = useSuspenseQuery(profileQuery(person.id))
  return (
    <ProfileFrame title={words.profileTitle}>
      <PhotoCard />
      <ProfileForm saved={saved} />
    </ProfileFrame>
  )
}

function ProfileForm({ saved }: { readonly saved: Saved }): ReactNode {
  const person = usePerson()
  const form = useForm(Profile, fieldsOf(saved))
  const [done, setDone] = useState(false)
  const [theirs, setTheirs] = useState<Saved | null>(null)
  const dirty = JSON.stringify(form.values) !== JSON.stringify(fieldsOf(saved))
  const draft = useDraft('profile', form.values, { enabled: dirty, onRestore: (kept) => form.setValues({ ...fieldsOf(saved), ...kept }) })

  const keep = async (body: Profile, version: number) => {
    setDone(false)
    const { queryKey } = profileQuery(person.id)
    try {
      const now = await call(saveProfile, { params: { ownerId: person.id }, body: { ...body, version } })
      form.setValues(fieldsOf(now))
      queryClient.setQueryData(queryKey, now)
      setSession({ person: { ...person, name: now.name } })
      setTheirs(null)
      await draft.discard()
      setDone(true)
    } catch (fault) {
      if (!(fault instanceof CallFault) || fault.code !== 'stale_version') throw fault
      setTheirs(await queryClient.fetchQuery({ ...profileQuery(person.id), staleTime: 0 }))
    }
  }
  const takeSaved = async () => {
    if (theirs !== null) form.setValues(fieldsOf(theirs))
    setTheirs(null)
    await draft.discard()
  }
  const throwAway = async () => {
    form.setValues(fieldsOf(saved))
    await draft.discard()
  }
  const { dateOfBirth, timeZone } = form.values
  return (
    <form onSubmit={form.submit((body) => keep(body, saved.version))} noValidate onInput={() => setDone(false)}>
      {draft.restored && dirty ? (
        <Alert mb="md" color="lichen" variant="light">
          {words.draftBack}{' '}
          <Anchor component="button" type="button" inherit onClick={() => void throwAway()}>
            {words.throwDraft}
          </Anchor>
        </Alert>
      ) : null}
      <section className={classes['card']} aria-labelledby="contact">
        <Title order={2} id="contact" mb="sm">
          {words.contact}
        </Title>
        <Stack gap="sm">
          <TextInput label={words.name} description={words.nameHint} autoComplete="name" required {...form.text('name')} />
          <div>
            <TextInput label={words.email} description={words.emailHint} value={saved.email} readOnly variant="filled" />
            <Text size="xs" mt={4}>
              {saved.pendingEmail === null ? null : `${words.pendingEmail(saved.pendingEmail)} `}
              <Anchor component={Link} to="/profile/security" inherit>
                {words.changeEmailLink}
              </Anchor>
            </Text>
          </div>
          <div className={classes['pair']}>
            <TextInput label={words.mobile} type="tel" autoComplete="tel" {...form.text('mobile')} />
            <TextInput label={words.workPhone} type="tel" {...form.text('workPhone')} />
          </div>
          <Select
            label={words.timeZone}
            data={ZONES}
            searchable
            allowDeselect={false}
            value={timeZone}
            error={form.faults['timeZone']}
            onChange={(zone) => zone !== null && form.set('timeZone', zone)}
          />
        </Stack>
      </section>
      <section className={classes['card']} aria-labelledby="profession">
        <Title order={2} id="profession" mb="sm">
          {words.profession}
        </Title>
        <div className={classes['pair']}>
          <TextInput label={words.professionalBody} placeholder={words.professionalBodyHint} {...form.text('professionalBody')} />
          <TextInput label={words.professionalNumber} {...form.text('professionalNumber')} />
          <TextInput label={words.grade} {...form.text('grade')} />
          <TextInput label={words.specialty} {...form.text('specialty')} />
        </div>
      </section>
      <Accordion variant="contained" mb="md" order={2} keepMounted>
        <Accordion.Item value="equality">
          <Accordion.Control>
            <Text fw={600}>{words.equality}</Text>
            <Text size="sm" c="dimmed">
              {words.equalityExplained}
            </Text>
          </Accordion.Control>
          <Accordion.Panel>
            <div className={classes['pair']}>
              <TextInput
                label={words.dateOfBirth}
                type="date"
                autoComplete="bday"
                value={dateOfBirth ?? ''}
                error={form.faults['dateOfBirth']}
                onChange={(event) => form.set('dateOfBirth', event.currentTarget.value === '' ? null : event.currentTarget.value)}
              />
              <TextInput label={words.gender} {...form.text('gender')} />
              <TextInput label={words.ethnicity} {...form.text('ethnicity')} />
            </div>
            <Textarea label={words.disability} autosize minRows={2} mt="sm" {...form.text('disability')} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
      <FormFault form={form} />
      <div className={classes['foot']}>
        <Button type="submit" loading={form.busy} disabled={!dirty}>
          {words.save}
        </Button>
        <Text role="status" size="sm" component="span">
          {done && !dirty ? words.saved : ''}
        </Text>
        <DraftMark state={draft.state} />
      </div>
      {theirs === null ? null : (
        <TwoVersions
          typed={form.values}
          saved={theirs}
          onTakeSaved={() => void takeSaved()}
          onKeepTyped={() => void keep(Profile.parse(form.values), theirs.version).catch(form.refuse)}
        />
      )}
    </form>
  )
}
