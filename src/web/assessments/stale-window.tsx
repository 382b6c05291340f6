import { Button, Group, Modal, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { isAnswered, type Answer, type Answers } from '#domain/assessments/answers.ts'
import type { Entry } from '#domain/assessments/contract.ts'
import { sayAnswer } from '#domain/assessments/say-answer.ts'
import { words } from './words.ts'

const say = words.stale

interface Props {
  readonly mine: Readonly<Record<string, Answers>>
  readonly newer: Pick<Entry, 'form' | 'answers'>
  readonly onKeepMine: () => void
  readonly onTakeNewer: () => void
}

/** Two devices changed the same form: who saves later sees both and decides (P19). */
export function StaleWindow({ mine, newer, onKeepMine, onTakeNewer }: Props): ReactNode {
  const differing = newer.form.sections.flatMap((section) =>
    section.fields.flatMap((field) => {
      const [own, other] = [mine[section.id]?.[field.id], newer.answers[section.id]?.[field.id]]
      if (mine[section.id] === undefined || JSON.stringify(own) === JSON.stringify(other)) return []
      const said = (answer: Answer | undefined) => (isAnswered(answer) ? sayAnswer(newer.form, field, answer!).join('\n') : say.nothing)
      return [{ id: field.id, label: field.label, own: said(own), other: said(other) }]
    }),
  )
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} title={say.title} size="lg">
      <Text size="sm" mb="sm">
        {say.text}
      </Text>
      <Table.ScrollContainer minWidth={360} type="native" tabIndex={0} role="region" aria-label={say.title}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{say.field}</Table.Th>
              <Table.Th scope="col">{say.yours}</Table.Th>
              <Table.Th scope="col">{say.newer}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differing.map(({ id, label, own, other }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row">{label}</Table.Th>
                <Table.Td style={{ whiteSpace: 'pre-wrap' }}>{own}</Table.Td>
                <Table.Td style={{ whiteSpace: 'pre-wrap' }}>{other}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onTakeNewer}>
          {say.takeNewer}
        </Button>
        <Button onClick={onKeepMine}>{say.keepMine}</Button>
      </Group>
    </Modal>
  )
}
