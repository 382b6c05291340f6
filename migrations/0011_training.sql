-- Programmes, and who trains in them where and under whom (T1, T2). Days are London's, the first and the last included.

-- Few, and asked with every trainee: Citus keeps them whole on every machine. The numbers are the programme's own (T1, T2).
create table programme (
  id uuid primary key,
  title text not null check (length(title) between 1 and 200),
  -- What a new trainee begins on; who is in it already stays on their own version (T10).
  curriculum_id text not null,
  -- Whom a trainee writes to: without an invitation, and from Help (H1).
  contact_name text not null default '',
  contact_email text not null default '',
  contact_phone text not null default '',
  told_after_months int not null default 2 check (told_after_months between 0 and 24),
  frozen_after_months int not null default 3 check (frozen_after_months between 1 and 24),
  grace_days int not null default 28 check (grace_days between 0 and 365),
  version int not null default 1,
  made_by uuid not null,
  made_at timestamptz not null default now()
);
grant select, insert, update on programme to cairn_app;

-- The college invites an address, which may have no account yet. Kept under a hash of the link's token.
create table invitation (
  id uuid primary key,
  email text not null check (email = lower(email)),
  programme_id uuid not null,
  training_year text not null,
  starts_on date not null,
  token_hash text not null unique,
  invited_by uuid not null,
  invited_at timestamptz not null default now(),
  -- What the college notes of its own fee (A1).
  fee_note text not null default '',
  accepted_by uuid,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  check ((accepted_by is null) = (accepted_at is null))
);
create index invitation_to on invitation (email);
create index invitation_in on invitation (programme_id, invited_at);
grant select, insert, update (token_hash, invited_at, accepted_by, accepted_at, withdrawn_at) on invitation to cairn_app;

alter table trainee add column curriculum_id text not null default 'imt-stage-1-2019';
alter table trainee alter column curriculum_id drop default;
-- Null while the doctor works provisionally, from the first placement's first day.
alter table trainee add column enrolled_on date;
-- When the trainee asked the college for the invitation that did not come.
alter table trainee add column asked_for_invitation_at timestamptz;
create index trainee_in on trainee (programme_id, from_on);
grant update (from_on, enrolled_on, curriculum_id, asked_for_invitation_at) on trainee to cairn_app;

create table training_year (
  owner_id uuid not null,
  id uuid not null,
  trainee_id uuid not null,
  -- A code of the curriculum's training years.
  code text not null,
  from_on date not null,
  until_on date not null check (until_on >= from_on - 1),
  primary key (owner_id, id),
  foreign key (owner_id, trainee_id) references trainee (owner_id, id)
);
create index training_year_of on training_year (owner_id, trainee_id, from_on);
grant select, insert, update (code, from_on, until_on) on training_year to cairn_app;

-- A post within a training year. Changed by ending it and giving another, so that what was stays readable.
create table placement (
  owner_id uuid not null,
  id uuid not null,
  training_year_id uuid not null,
  post text not null check (length(post) between 1 and 200),
  specialty text not null default '',
  site text not null check (length(site) between 1 and 200),
  employer text not null default '',
  from_on date not null,
  -- The day before from_on says that it was taken back before it began.
  until_on date not null check (until_on >= from_on - 1),
  -- Working fraction: 100 is full time.
  working_percent int not null default 100 check (working_percent between 10 and 100),
  given_by uuid not null,
  given_at timestamptz not null default now(),
  ended_by uuid,
  ended_at timestamptz,
  primary key (owner_id, id),
  foreign key (owner_id, training_year_id) references training_year (owner_id, id),
  check ((ended_by is null) = (ended_at is null))
);
create index placement_of on placement (owner_id, from_on);
grant select, insert, update (until_on, ended_by, ended_at) on placement to cairn_app;

-- Under which placement a supervisor is: null for an educational supervisor of the year.
alter table relation add column placement_id uuid;

-- A trainee sees a wrong supervisor; the tutor names the right one; the coordinator makes the change (T2).
create table supervisor_correction (
  owner_id uuid not null,
  id uuid not null,
  relation_id uuid not null,
  says text not null default '',
  asked_at timestamptz not null default now(),
  named_person_id uuid,
  named_by uuid,
  named_at timestamptz,
  -- Made, or found not needed.
  outcome text check (outcome in ('changed', 'not changed')),
  reason text not null default '',
  closed_by uuid,
  closed_at timestamptz,
  new_relation_id uuid,
  primary key (owner_id, id),
  foreign key (owner_id, relation_id) references relation (owner_id, id),
  check ((outcome is null) = (closed_at is null))
);
grant select, insert, update (named_person_id, named_by, named_at, outcome, reason, closed_by, closed_at, new_relation_id) on supervisor_correction to cairn_app;
