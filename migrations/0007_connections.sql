-- Consent from one owner to send items to one external portfolio. Tokens are encrypted, with the number of the key first (X12).
create table connection (
  owner_id uuid not null,
  id uuid not null,
  connector_id text not null,
  -- Who the owner is on the other side, so that another account begins anew (X10).
  issuer text not null,
  subject text not null,
  state text not null check (state in ('active', 'paused', 'ended')),
  send_notes boolean not null default false,
  send_impact boolean not null default false,
  -- Null until the owner has seen what is sent (X15).
  seen_what_is_sent_at timestamptz,
  connected_at timestamptz not null default now(),
  paused_at timestamptz,
  ended_at timestamptz,
  last_success_at timestamptz,
  access_token text,
  refresh_token text,
  access_expires_at timestamptz,
  primary key (owner_id, id),
  check ((state = 'ended') = (ended_at is not null)),
  check (state <> 'ended' or (access_token is null and refresh_token is null))
);
-- One at a time to one portfolio.
create unique index connection_living on connection (owner_id, connector_id) where ended_at is null;
grant select, insert, update on connection to cairn_app;

-- The owner on the way to the other side and back (X1). `state` is kept as a hash, what proves the way back encrypted.
create table connection_request (
  owner_id uuid not null,
  id uuid not null,
  connector_id text not null,
  state_hash text not null,
  verifier text not null,
  nonce text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (owner_id, id),
  unique (owner_id, state_hash)
);
grant select, insert, update, delete on connection_request to cairn_app;

-- One item on its way to one portfolio. The row is the truth, with a lease; the job is only the bell.
create table delivery (
  owner_id uuid not null,
  connection_id uuid not null,
  item_id uuid not null,
  state text not null check (state in ('waiting', 'sent', 'failed', 'not sure', 'not sent')),
  -- Rises with every wish to send; `sent_revision` is what the other side acknowledged.
  revision int not null default 1,
  sent_revision int,
  -- The item's version when it was last sent: a later one can be sent as changes (X13).
  sent_version int,
  sent_hash text,
  sent_at timestamptz,
  record_id text,
  record_address text,
  fault text,
  asked_at timestamptz not null default now(),
  next_try_at timestamptz not null default now(),
  claimed_until timestamptz,
  attempts int not null default 0,
  -- The fence: a worker whose lease ran out finds another number here.
  claim int not null default 0,
  primary key (owner_id, connection_id, item_id),
  foreign key (owner_id, connection_id) references connection (owner_id, id)
);
create index delivery_waiting on delivery (owner_id, connection_id, next_try_at) where state = 'waiting';
create index delivery_due on delivery (next_try_at) where state = 'waiting';
create index delivery_of_item on delivery (owner_id, item_id);
grant select, insert, update, delete on delivery to cairn_app;

-- What was sent, when, and what came back. Rows are added, never changed.
create table delivery_attempt (
  owner_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  item_id uuid not null,
  at timestamptz not null default now(),
  revision int not null,
  title text not null,
  payload jsonb not null,
  outcome text not null check (outcome in ('sent', 'refused for now', 'lost answer', 'refused', 'withdrawn')),
  receipt jsonb,
  fault text,
  primary key (owner_id, id)
);
create index delivery_attempt_newest on delivery_attempt (owner_id, connection_id, id desc);
grant select, insert on delivery_attempt to cairn_app;

-- How another side has been answering lately: after several failures in a row it is left alone for a while (X9).
create table connector_circuit (
  connector_id text primary key,
  failures int not null default 0,
  open_until timestamptz
);
grant select, insert, update on connector_circuit to cairn_app;
