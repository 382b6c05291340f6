-- A PDF asked for (R3, R4). The row is the truth, with a lease; the job is only the bell. Kept for a day.
create table report (
  owner_id uuid not null,
  id uuid not null,
  -- What was on screen when it was asked for: filters, columns, selection, lens and unit.
  spec jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'working', 'ready', 'failed')),
  progress float8 not null default 0 check (progress between 0 and 1),
  rows int not null default 0,
  volumes int not null default 0,
  file_name text,
  size_bytes bigint,
  stored_as text,
  reason text,
  claimed_until timestamptz,
  -- Also the fence: a worker whose lease ran out finds that its number is no longer the last.
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (owner_id, id)
);
create index report_unfinished on report (owner_id) where state in ('waiting', 'working');
create index report_by_age on report (created_at);
grant select, insert, update, delete on report to cairn_app;
