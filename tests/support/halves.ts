import pg from 'pg'

/** Where the tables contradict each other, as they would if half of an act had been kept. */
export async function halvesIn(databaseUrl: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ half: string; of: string }>(`
      select 'tags' as half, id::text as of from item where tag_ids is distinct from
        array(select tag_id from item_tag where owner_id = item.owner_id and item_id = item.id order by array_position(item.tag_ids, tag_id))
      union all
      select 'files', id::text from item where file_count <> (select count(*) from file where owner_id = item.owner_id and item_id = item.id)
      union all
      select 'label', label from tag group by owner_id, label having count(*) > 1
      union all
      select 'trail', id::text from item
        where not exists (select from audit where owner_id = item.owner_id and record_id = item.id and act in ('item.recorded', 'exam_result.uploaded'))
      union all
      select 'trail of file', file.id::text from file
        where not exists (select from audit where owner_id = file.owner_id and record_id = file.item_id and act = 'file.added' and about = file.name)
      union all
      select 'certificate', id::text from attempt where passed and not exists (
        select from certificate where owner_id = attempt.owner_id and attempt_id = attempt.id
          and (voided_on is null) = (attempt.voided_at is null))
      union all
      select 'certificate of nothing', id::text from certificate where not exists (
        select from attempt where owner_id = certificate.owner_id and id = certificate.attempt_id and passed)
      union all
      select 'row of a pass', attempt.id::text from attempt join enrolment on enrolment.owner_id = attempt.owner_id and enrolment.id = attempt.enrolment_id
        join item on item.owner_id = enrolment.owner_id and item.id = enrolment.item_id
        where passed and attempt.voided_at is null and item.status <> 'completed'
      union all
      select 'awards', certificate.id::text from certificate
        join attempt on attempt.owner_id = certificate.owner_id and attempt.id = certificate.attempt_id
        join enrolment on enrolment.owner_id = attempt.owner_id and enrolment.id = attempt.enrolment_id
        join item on item.owner_id = enrolment.owner_id and item.id = enrolment.item_id
        where certificate.voided_on is null and jsonb_array_length(certificate.awards) <>
          (select count(*) from credit_award where owner_id = item.owner_id and item_id = item.id and voided_at is null)
      union all
      select 'signature without a link', id::text from (
        select owner_id, id, chain_number as number, 'sign-off' as kind from sign_off
        union all select owner_id, id, number, 'declaration' from declaration
        union all select owner_id, item_id, number, 'verification' from verification
        union all select owner_id, item_id, number, 'form' from entry_step where step <> 'prepare'
      ) as signed where not exists (
        select from chain_link where owner_id = signed.owner_id and number = signed.number and kind = signed.kind)
      union all
      select 'link of nothing', owner_id::text || ' ' || number from chain_link where not exists (
        select from sign_off where owner_id = chain_link.owner_id and chain_number = chain_link.number
        union all select from declaration where owner_id = chain_link.owner_id and number = chain_link.number
        union all select from verification where owner_id = chain_link.owner_id and number = chain_link.number
        union all select from entry_step where owner_id = chain_link.owner_id and number = chain_link.number)
      union all
      select 'signed form', item.id::text from entry join item on item.owner_id = entry.owner_id and item.id = entry.item_id
        where (item.status = 'completed') <> exists (
          select from entry_step where owner_id = entry.owner_id and item_id = entry.item_id and step = 'submit')
      union all
      select 'signed ticket', id::text from ticket where submitted_at is not null and not exists (
        select from entry_step where owner_id = ticket.owner_id and item_id = ticket.item_id and step = 'submit')
      union all
      select 'replies', item_id::text from msf_round where
        (select count(*) from msf_reply where owner_id = msf_round.owner_id and item_id = msf_round.item_id) <>
        (select count(sent_as) from msf_rater where owner_id = msf_round.owner_id and item_id = msf_round.item_id)
      union all
      select 'workbook without rows', id::text from log_upload where not exists (
        select from log_row where owner_id = log_upload.owner_id and upload_id = log_upload.id)
      union all
      select 'result of the college unverified', item_id::text from exam_result where source = 'college' and not exists (
        select from verification where owner_id = exam_result.owner_id and item_id = exam_result.item_id)
      union all
      select 'relation of one side', coalesce(relation.id, relation_by_person.id)::text from relation
        full join relation_by_person on relation_by_person.owner_id = relation.person_id and relation_by_person.id = relation.id
        where relation.until_on is distinct from relation_by_person.until_on
      union all
      select 'two open attempts', enrolment_id::text from attempt where submitted_at is null and voided_at is null
        group by owner_id, enrolment_id having count(*) > 1`)
    return rows
  } finally {
    await client.end()
  }
}
