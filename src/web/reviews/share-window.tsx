import { Alert, Button, Checkbox, Fieldset, Group, Loader, Modal, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import type { Column } from '#domain/accounts/profile-contract.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import { COLUMN_WORDS } from '#domain/portfolio/words.ts'
import { makeShare, previewShare, previewSharedItem, SHARE_PARTS, ShareFields, type SharePart } from '#domain/reviews/share-contract.ts'
import { usualEnd } from '#domain/reviews/share-rules.ts'
import { call, type CallOutput, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useToday } from '#web/platform/zone.ts'
import { FormDay } from '#web/training/training-parts.tsx'
import { CopyField } from '#web/ui/copy-field.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { sharesQuery } from './review-queries.ts'
import { Facts, SharedRows, SharedTotals } from './shared-rows.tsx'
import styles from './reviews.module.css'
import { shareWords as say } from './words.ts'

type Preview = CallOutput<typeof previewShare>

interface ShareWindowProps {
  readonly filters: ItemFilters
  readonly columns: readonly Column[]
  readonly onClose: () => void
}

/** Chooses, shows first exactly what will be read and by whom, and then shares (P24, P25). */
export default function ShareWindow({ filters, columns, onClose }: ShareWindowProps) {
  const ownerId = usePerson().id
  const client = useQueryClient()
  const today = useToday()
  const form = useForm(ShareFields, { forName: '', way: 'link' as const, email: '', endsOn: usualEnd(today) })
  const [shown, setShown] = useState<readonly Column[]>(columns)
  const [parts, setParts] = useState<readonly SharePart[]>([])
  const [forms, setForms] = useState<readonly string[]>([])
  const [id] = useState<string>(() => newId())
  const [step, setStep] = useState<'choose' | 'look'>('choose')
  const [url, setUrl] = useState<string | null>(null)
  const shared = { filters, columns: columns.filter((column) => shown.includes(column)), parts: [...parts], forms: [...forms] }
  const preview = useQuery({
    queryKey: [ownerId, 'share-preview', shared],
    queryFn: ({ signal }) => call(previewShare, { params: { ownerId }, body: shared, signal }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    placeholderData: (before) => before,
  })
  const look = form.submit(async (checked) => {
    if (checked.way === 'account' && checked.email === '') return form.setFault(say.email)
    await preview.refetch()
    setStep('look')
  })
  const share = async (seen: Preview) => {
    form.setFault(null)
    try {
      const made = await call(makeShare, {
        params: { ownerId },
        body: { ...shared, ...form.values, id, rows: seen.rows.map((row) => row.id) },
      })
      setUrl(made.url)
      await client.invalidateQueries(sharesQuery(ownerId))
    } catch (error) {
      form.refuse(error)
      setStep('choose')
    }
  }
  return (
    <Modal opened onClose={onClose} title={say.title} size={step === 'look' && url === null ? '68rem' : 'lg'} yOffset="6vh">
      {url !== null ? (
        <Stack gap="md">
          <Text role="status">{say.shared(form.values.forName)}</Text>
          <Text size="sm">{form.values.way === 'link' ? say.sendLink : say.tellAccount}</Text>
          <CopyField label={say.linkLabel} text={url} button={say.copyLink} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{say.close}</Button>
          </Group>
        </Stack>
      ) : step === 'look' ? (
        <Look
          ownerId={ownerId}
          preview={preview.data}
          fault={preview.error}
          parts={parts}
          heading={say.willRead(form.values.forName.trim(), form.values.endsOn)}
          onBack={() => setStep('choose')}
          onShare={share}
        />
      ) : (
        <form onSubmit={look} noValidate>
          <Stack gap="md">
            <Text size="sm">{say.intro}</Text>
            <FormFault form={form} />
            <TextInput label={say.forName} description={say.forNameHint} required data-autofocus {...form.text('forName')} />
            <Radio.Group
              label={say.way}
              value={form.values.way}
              onChange={(value) => form.set('way', value === 'account' ? 'account' : 'link')}
            >
              <Stack gap="xs" mt={6}>
                <Radio value="link" label={say.link} description={say.linkHint} />
                <Radio value="account" label={say.account} description={say.accountHint} />
              </Stack>
            </Radio.Group>
            {form.values.way === 'account' ? <TextInput label={say.email} type="email" required {...form.text('email')} /> : null}
            <div>
              <FormDay
                label={say.endsOn}
                value={form.values.endsOn}
                onValue={(value) => form.set('endsOn', value)}
                fault={form.faults['endsOn']}
              />
              <Text size="xs" className={styles['quiet'] ?? ''} mt={4}>
                {say.endsOnHint}
              </Text>
            </div>
            <Checkbox.Group label={say.columns} value={[...shown]} onChange={(now) => setShown(columns.filter((one) => now.includes(one)))}>
              <Group gap="sm" mt={6}>
                {columns.map((column) => (
                  <Checkbox key={column} value={column} label={COLUMN_WORDS[column]} disabled={column === 'title'} />
                ))}
              </Group>
            </Checkbox.Group>
            <Checkbox.Group
              label={say.parts}
              value={[...parts]}
              onChange={(now) => setParts(SHARE_PARTS.filter((one) => now.includes(one)))}
            >
              <Group gap="sm" mt={6}>
                {SHARE_PARTS.map((part) => (
                  <Checkbox key={part} value={part} label={say.partNames[part]} />
                ))}
              </Group>
            </Checkbox.Group>
            {preview.data === undefined || preview.data.forms.length === 0 ? null : (
              <Fieldset legend={say.forms}>
                <Text size="sm" className={styles['quiet'] ?? ''} mb="xs">
                  {say.formsHint}
                </Text>
                <Stack gap={6} style={{ maxHeight: '14rem', overflowY: 'auto' }} tabIndex={0} role="group" aria-label={say.forms}>
                  {preview.data.forms.map((one) => (
                    <Checkbox
                      key={one.id}
                      label={one.title}
                      checked={forms.includes(one.id)}
                      onChange={({ currentTarget: { checked } }) =>
                        setForms((now) => (checked ? [...now, one.id] : now.filter((id) => id !== one.id)))
                      }
                    />
                  ))}
                </Stack>
              </Fieldset>
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {say.cancel}
              </Button>
              <Button type="submit" loading={form.busy}>
                {say.look}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}

interface LookProps {
  readonly ownerId: string
  readonly preview: Preview | undefined
  readonly fault: unknown
  readonly parts: readonly SharePart[]
  readonly heading: string
  readonly onBack: () => void
  readonly onShare: (seen: Preview) => Promise<void>
}

function Look({ ownerId, preview, fault, parts, heading, onBack, onShare }: LookProps) {
  const [busy, setBusy] = useState(false)
  return (
    <Stack gap="md">
      {fault !== null ? (
        <Alert color="red" role="alert">
          {sayFault(fault)}
        </Alert>
      ) : preview === undefined ? (
        <Loader role="status" aria-label={say.looking} />
      ) : preview.rows.length === 0 ? (
        <Alert color="gray">{say.nothing}</Alert>
      ) : (
        <section aria-label={heading}>
          <Text fw={600} component="h2" mb="xs" size="md">
            {heading}
          </Text>
          <Facts facts={preview.facts} />
          <SharedTotals totals={preview.totals} through={preview.through} />
          <SharedRows
            view={preview}
            read={(row) => call(previewSharedItem, { params: { ownerId, id: row.id }, query: { parts: [...parts] } })}
          />
          <Text size="sm" mt="sm">
            {say.never}
          </Text>
        </section>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack} data-autofocus>
          {say.back}
        </Button>
        {preview === undefined || preview.rows.length === 0 || fault !== null ? null : (
          <Button
            loading={busy}
            onClick={() => {
              setBusy(true)
              void onShare(preview).finally(() => setBusy(false))
            }}
          >
            {say.share}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
