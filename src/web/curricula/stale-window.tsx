import { Button, Group, Modal, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { editWords } from '#domain/curriculum/edit-words.ts'
import type { StaleDetails } from '#domain/curriculum/edition-contract.ts'
import { words } from './words.ts'

const say = words.stale

interface Props {
  readonly stale: StaleDetails
  readonly onKeep: () => void
  readonly onTake: () => void
  readonly onClose: () => void
}

/** Two administrators edited at once: who saves later sees both and decides (P19). */
export function StaleWindow({ stale, onKeep, onTake, onClose }: Props): ReactNode {
  return (
    <Modal opened onClose={onClose} title={say.title} size="xl">
      <Text size="sm" mb="sm">
        {editWords.stale(stale.editedBy)}
      </Text>
      {stale.changes.length === 0 ? (
        <Text>{say.same}</Text>
      ) : (
        <Table.ScrollContainer minWidth={420} type="native">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Td />
                <Table.Th scope="col">{say.theirs}</Table.Th>
                <Table.Th scope="col">{say.mine}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {stale.changes.map(({ field, before, after }) => (
                <Table.Tr key={field}>
                  <Table.Th scope="row">{field}</Table.Th>
                  <Table.Td>{before}</Table.Td>
                  <Table.Td>{after}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Group mt="md">
        <Button onClick={onKeep}>{say.keep}</Button>
        <Button variant="default" onClick={onTake}>
          {say.take}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {say.later}
        </Button>
      </Group>
    </Modal>
  )
}
