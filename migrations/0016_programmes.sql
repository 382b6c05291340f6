-- Enrolment: what doctors were told of before the freeze, what they checked first, and who begins (T1, T3, A7).

-- Each reminder goes out once (T1).
create table enrolment_reminder (
  owner_id uuid not null,
  trainee_id uuid not null,
  days_before int not null check (days_before in (28, 7)),
  told_at timestamptz not null,
  primary key (owner_id, trainee_id, days_before),
  foreign key (owner_id, trainee_id) references trainee (owner_id, id)
);
grant select, insert on enrolment_reminder to cairn_app;

-- What a trainee said they had checked, once in each training year (T3).
create table first_step (
  owner_id uuid not null,
  training_year_id uuid not null,
  step text not null check (step in ('details', 'photo', 'certificates')),
  checked_at timestamptz not null,
  primary key (owner_id, training_year_id, step),
  foreign key (owner_id, training_year_id) references training_year (owner_id, id)
);
grant select, insert, delete on first_step to cairn_app;

-- One row at most: the link by which the first system administrator is made, until it is used (A7). Only its newest hash is kept.
create table first_administrator_link (
  only_one boolean primary key default true check (only_one),
  token_hash text not null,
  made_at timestamptz not null default now()
);
grant select, insert, update, delete on first_administrator_link to cairn_app;

-- The invitations an address can still accept.
create index invitation_open on invitation (email, programme_id) where accepted_at is null and withdrawn_at is null;
