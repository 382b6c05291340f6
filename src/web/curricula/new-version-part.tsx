import { Button, Text, TextInput, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { makeVersion, NewVersion } from '#domain/curriculum/edition-contract.ts'
import { call } from '#web/platform/call.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import styles from './curricula.module.css'
import { words } from './words.ts'

const say = words.version

/** The next version, as a copy (T10). */
export function NewVersionPart({ curriculumId }: { readonly curriculumId: string }): ReactNode {
  const client = useQueryClient()
  const navigate = useNavigate()
  const form = useForm(NewVersion, { id: '', version: '' })
  const make = async (body: { id: string; version: string }) => {
    const { id } = await call(makeVersion, { params: { curriculumId }, body })
    await client.invalidateQueries({ queryKey: ['college', 'curricula'] })
    await navigate({ to: '/college/curricula/$curriculumId/edit', params: { curriculumId: id } })
  }
  return (
    <section className={styles.section}>
      <Title order={2} size="h4" mb={4}>
        {say.title}
      </Title>
      <Text size="sm" mb="sm">
        {say.help}
      </Text>
      <form onSubmit={form.submit(make)} noValidate className={styles.fields}>
        <FormFault form={form} />
        <TextInput label={say.id} description={say.idHelp} autoComplete="off" spellCheck={false} {...form.text('id')} />
        <TextInput label={say.version} description={say.versionHelp} autoComplete="off" {...form.text('version')} />
        <div>
          <Button type="submit" variant="default" loading={form.busy}>
            {say.make}
          </Button>
        </div>
      </form>
    </section>
  )
}
