-- Logs of clinics, procedures, acute take and teaching (T13), and points for the next meeting (T18).

-- Whether time worked and absence move what a steady pace would be: the programme's choice (T18).
alter table programme add column pace_follows_fraction boolean not null default true;
alter table programme add column pace_follows_absence boolean not null default true;

-- A filled template that was taken over. Its file lies in the library, on an item that stays as long as rows name it.
create table log_upload (
  owner_id uuid not null,
  id uuid not null,
  -- The library file.
  item_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  sha256 text not null,
  uploaded_by uuid not null,
  uploaded_at timestamptz not null default now(),
  primary key (owner_id, id),
  unique (owner_id, sha256)
);
grant select, insert on log_upload to cairn_app;

-- One line of a log. Its title and last day stand on the item too.
create table log_row (
  owner_id uuid not null,
  item_id uuid not null,
  log text not null check (log in ('clinic', 'clinics brought forward', 'procedure', 'acute take', 'teaching')),
  from_on date not null,
  until_on date not null check (until_on >= from_on),
  -- Clinics, patients or hours; 1 for a procedure.
  amount numeric(8, 2) not null check (amount >= 0),
  -- Of teaching: recognised for CPD, or regional.
  recognised boolean not null default false,
  -- The tests a clinic fails; empty where it counts.
  why_not text[] not null default '{}',
  is_brought boolean not null default false,
  -- What else the log asks for, as the contract names it.
  fields jsonb not null,
  -- The verified row it takes the place of.
  corrects uuid,
  upload_id uuid,
  primary key (owner_id, item_id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade,
  foreign key (owner_id, upload_id) references log_upload (owner_id, id),
  check (corrects <> item_id)
);
create index log_row_of on log_row (owner_id, log, until_on desc);
create index log_row_corrects on log_row (owner_id, corrects) where corrects is not null;
grant select, insert, update (from_on, until_on, amount, recognised, why_not, fields), delete on log_row to cairn_app;

-- Rows are verified like certificates, many by one link of the chain.
alter table verification drop constraint verification_saw_check;
alter table verification add constraint verification_saw_check check (saw in ('file', 'original', 'college', 'entry'));

-- A supervisor's word that a row counts though it fails a test. Append-only.
create table log_counted (
  owner_id uuid not null,
  item_id uuid not null,
  reason text not null check (length(reason) between 10 and 500),
  primary key (owner_id, item_id),
  foreign key (owner_id, item_id) references verification (owner_id, item_id)
);
grant select, insert on log_counted to cairn_app;

-- Points for the next meeting. `meeting_item_id` names the meeting that took it up.
create table agenda_point (
  owner_id uuid not null,
  id uuid not null,
  text text not null check (length(text) between 1 and 1000),
  raised_by uuid not null,
  raised_at timestamptz not null default now(),
  meeting_item_id uuid,
  done_at timestamptz,
  primary key (owner_id, id)
);
create index agenda_point_open on agenda_point (owner_id, raised_at) where done_at is null;
grant select, insert, update (meeting_item_id, done_at) on agenda_point to cairn_app;
