-- Of one delivery: what was last put on its way, so that a change since is told apart from a try again (X5, X13).
-- `changed` is the item's changed_at, in microseconds since 1970.
alter table delivery
  add column calling_since timestamptz,
  add column tried_hash text,
  add column tried_changed bigint,
  add column sent_changed bigint,
  -- Turned off by the owner: completing the item anew does not turn it on (X16).
  add column stopped_at timestamptz;
update delivery set sent_changed = (extract(epoch from sent_at) * 1000000)::bigint where sent_version is not null;
update delivery set stopped_at = now() where state = 'not sent';
alter table delivery drop column sent_version;
create index delivery_calling on delivery (claimed_until) where calling_since is not null;

-- One worker at a time spends a refresh token; its lease runs out where that worker dies.
alter table connection add column refreshing_until timestamptz;

-- What is erased here leaves no copy in the log (P14).
grant delete on delivery_attempt to cairn_app;
create index delivery_attempt_of_item on delivery_attempt (owner_id, item_id);

-- Tokens given up here, sealed until the other side was told (X6).
create table token_revocation (
  owner_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  connector_id text not null,
  token text not null,
  asked_at timestamptz not null default now(),
  primary key (owner_id, id)
);
grant select, insert, delete on token_revocation to cairn_app;
