-- What was signed, as one chain per owner (A9). A link holds a salted hash of its record, so that a record can be erased and the chain
-- stays whole. Append-only.
create table chain_link (
  owner_id uuid not null,
  number int not null check (number > 0),
  -- SHA-256 in hexadecimal, all three: of the link before, of salt and record, of this link.
  previous text,
  record_hash text not null,
  kind text not null check (kind in ('sign-off', 'declaration', 'verification')),
  -- To the millisecond, as it was hashed.
  at timestamptz(3) not null,
  hash text not null,
  primary key (owner_id, number),
  check ((number = 1) = (previous is null))
);
grant select, insert on chain_link to cairn_app;

-- The record as canonical JSON (RFC 8785): as text, for jsonb would write it otherwise and the hash would be lost.
create table signed_record (
  owner_id uuid not null,
  number int not null,
  salt text not null check (salt ~ '^[0-9a-f]{64}$'),
  canonical text not null,
  primary key (owner_id, number),
  foreign key (owner_id, number) references chain_link (owner_id, number)
);
grant select, insert on signed_record to cairn_app;

-- The only role that erases what was signed (A10). The server takes it on for that one command.
do $$
begin
  if not exists (select from pg_roles where rolname = 'cairn_erasure') then
    create role cairn_erasure nologin;
  end if;
  execute format('grant cairn_erasure to %I', current_user);
end
$$;
grant usage on schema public to cairn_erasure;
grant select (owner_id, number), delete on signed_record to cairn_erasure;
