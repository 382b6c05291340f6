-- Tickets: somebody without an account is asked to fill in a form (F3, F9).

create table ticket (
  owner_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  way text not null check (way in ('email', 'on the spot')),
  -- As the trainee named them; on the spot, as the assessor says when they sign.
  assessor_name text not null,
  assessor_email text not null,
  assessor_role text not null,
  note text not null default '',
  is_free_mail boolean not null default false,
  created_at timestamptz not null,
  sent_at timestamptz,
  -- The last letter that went to them, of whichever kind.
  last_sent_at timestamptz,
  reminders int not null default 0,
  auto_reminded_at timestamptz,
  expires_at timestamptz not null,
  begun_at timestamptz,
  -- What the assessor wrote and did not sign: theirs alone until they do.
  draft jsonb not null default '{}',
  draft_version int not null default 0,
  draft_at timestamptz,
  submitted_at timestamptz,
  declined_at timestamptz,
  decline_reason text not null default '',
  cancelled_at timestamptz,
  -- Signed on the spot: who signed said that it was them, or that it was not (F9).
  confirmed_at timestamptz,
  denied_at timestamptz,
  -- The account they confirmed with; null where by a link to their address.
  confirmed_by uuid,
  primary key (owner_id, id),
  foreign key (owner_id, item_id) references entry (owner_id, item_id) on delete cascade,
  check (num_nonnulls(submitted_at, declined_at, cancelled_at) <= 1),
  check (num_nonnulls(confirmed_at, denied_at) <= 1)
);
create index ticket_of_entry on ticket (owner_id, item_id);
grant select, insert, update on ticket to cairn_app;

-- The links that lead to a ticket. Only hashes of their tokens are kept.
create table ticket_link (
  owner_id uuid not null,
  token_hash text not null,
  ticket_id uuid not null,
  purpose text not null check (purpose in ('fill', 'confirm')),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (owner_id, token_hash),
  foreign key (owner_id, ticket_id) references ticket (owner_id, id) on delete cascade
);
create index ticket_link_of on ticket_link (owner_id, ticket_id);
grant select, insert on ticket_link to cairn_app;

-- What waits to be reminded of, by the clock.
create index ticket_unreminded on ticket (last_sent_at)
  where auto_reminded_at is null and submitted_at is null and declined_at is null and cancelled_at is null;
