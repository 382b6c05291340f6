-- What people are to one another, and from when to when (A7). All days are included.

-- Somebody to one owner: supervisors, the members of a panel. Kept from both sides, which are written in one transaction.
create table relation (
  owner_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  relation text not null check (relation in ('clinical supervisor', 'educational supervisor', 'panel member', 'lay member')),
  from_on date not null,
  -- The day before from_on says that it was taken back before it began.
  until_on date not null check (until_on >= from_on - 1),
  given_by uuid not null,
  given_at timestamptz not null default now(),
  ended_by uuid,
  ended_at timestamptz,
  primary key (owner_id, id),
  check (person_id <> owner_id),
  check ((ended_by is null) = (ended_at is null))
);
create index relation_to_person on relation (owner_id, person_id);
grant select, insert, update (until_on, ended_by, ended_at) on relation to cairn_app;

-- The other side: owner_id is who has the relation, record_owner_id to whom.
create table relation_by_person (
  owner_id uuid not null,
  id uuid not null,
  record_owner_id uuid not null,
  relation text not null,
  from_on date not null,
  until_on date not null,
  primary key (owner_id, id)
);
create index relation_by_person_until on relation_by_person (owner_id, until_on);
grant select, insert, update (until_on) on relation_by_person to cairn_app;

-- An owner in a programme: from the first placement or the enrolment to the end of training (T1).
create table trainee (
  owner_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  from_on date not null,
  until_on date,
  primary key (owner_id, id)
);
grant select, insert, update (until_on) on trainee to cairn_app;

-- Somebody in a programme, in the college, or in this Cairn. Few, and asked with every owner's programmes: Citus keeps them whole on
-- every machine. given_by is null for the first system administrator alone.
create table role (
  id uuid primary key,
  person_id uuid not null,
  role text not null check (role in ('tutor', 'programme director', 'programme coordinator', 'college administrator', 'publisher', 'system administrator')),
  programme_id uuid,
  from_on date not null,
  until_on date check (until_on >= from_on - 1),
  given_by uuid,
  given_at timestamptz not null default now(),
  ended_by uuid,
  ended_at timestamptz,
  check ((role in ('tutor', 'programme director', 'programme coordinator')) = (programme_id is not null)),
  check (given_by is not null or role = 'system administrator'),
  check ((ended_by is null) = (ended_at is null))
);
create index role_of_person on role (person_id);
create index role_in_programme on role (programme_id) where programme_id is not null;
grant select, insert, update (until_on, ended_by, ended_at) on role to cairn_app;
